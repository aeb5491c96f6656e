package espalier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** How the packages may know each other, each rule with its reason. */
class ArchitectureTest {
	/** From the inside out: a package may use those before it. */
	private static final List<String> ORDER = List.of("graph", "region", "onnx", "weights", "coupling", "cost",
			"importance",
			"plan", "runtime", "data", "evaluate", "allocate", "train", "depth", "reconstruct", "session", "method",
			"report", "cli",
			"app");

	private static JavaClasses classes;

	@BeforeAll
	static void read() {
		classes = new ClassFileImporter().importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());
	}

	@TestFactory
	Stream<DynamicTest> importsOnlyPointUpTheList() {
		return IntStream.range(0, ORDER.size() - 1).mapToObj(i -> DynamicTest.dynamicTest(ORDER.get(i),
				() -> noClasses().that().resideInAPackage(within(ORDER.get(i))).should().dependOnClassesThat()
						.resideInAnyPackage(ORDER.subList(i + 1, ORDER.size()).stream().map(ArchitectureTest::within)
								.toArray(String[]::new))
						.because(
								"a part is understood, tested and replaced with what stands above it in the list alone")
						.check(classes)));
	}

	@Test
	void everyPackageIsInTheList() {
		noClasses().that().resideOutsideOfPackages(
				Stream.concat(Stream.of("espalier"), ORDER.stream().map(ArchitectureTest::within))
						.toArray(String[]::new))
				.should().beTopLevelClasses().allowEmptyShould(true)
				.because("a package outside of the list would be bound by no rule").check(classes);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("espalier.(*)..").should().beFreeOfCycles()
				.because("packages in a cycle are one package in truth").check(classes);
	}

	@Test
	void nothingUsesTheProgramsOuterParts() {
		check(noClasses().that().resideInAPackage("espalier.app..").should().dependOnClassesThat()
				.resideInAPackage("espalier.cli.."),
				"the window and the command line are two doors to the same engine");
	}

	@Test
	void onlyTheWindowKnowsTheWindowToolkit() {
		only("app", "the engine runs where there is no display, and starts without loading a toolkit", "javafx..",
				"com.sun.javafx..", "com.sun.glass..", "atlantafx..", "org.controlsfx..", "org.kordamp..",
				"org.eclipse.elk..");
	}

	@Test
	void onlyTheFileReaderKnowsProtobuf() {
		only("onnx", "another file format, or another version of this one, must touch one package",
				"com.google.protobuf..",
				"ai.onnx.proto..", "org.tribuo..");
	}

	@Test
	void onlyTheRuntimeKnowsTheInferenceEngine() {
		only("runtime", "native sessions have to be closed, and another engine must fit in", "ai.onnxruntime..");
	}

	@Test
	void onlyTheRuntimeKnowsTheTrainingEngine() {
		only("runtime", "native tensors have to be freed, and libtorch's modes belong to the whole process",
				"ai.djl..");
	}

	@Test
	void onlyTheCommandLineKnowsItsParser() {
		only("cli", "what commands do must be open to windows and tests too", "picocli..");
	}

	@Test
	void nothingIsSerialisedByJava() {
		check(noClasses().should().dependOnClassesThat().belongToAnyOf(ObjectInputStream.class,
				ObjectOutputStream.class),
				"reading a file must never run what it says");
	}

	private static void only(String part, String reason, String... foreign) {
		check(noClasses().that().resideOutsideOfPackage(within(part)).should().dependOnClassesThat()
				.resideInAnyPackage(foreign), reason);
	}

	private static void check(ArchRule rule, String reason) {
		rule.because(reason).check(classes);
	}

	private static String within(String part) {
		return "espalier." + part + "..";
	}
}
