package espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import espalier.cost.Cost;
import espalier.cost.Si;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.onnx.OnnxWriter;
import espalier.plan.Bypasses;
import espalier.plan.Surgeon;
import espalier.region.Bypass;
import espalier.runtime.ModelCheck;

/** Cuts a model, writes it once ONNX Runtime takes it, and tells what became of it. */
final class Pruned {
	private Pruned() {}

	/** @throws RefusedException when the result would replace the model it is made from */
	static void requireOther(Path model, Path out) {
		if (same(model, out))
			throw new RefusedException("`" + out + "` is the model itself; give the result another name.");
	}

	/**
	 * Cuts and writes.
	 *
	 * @param made
	 *            the model when it is cut already, else null
	 * @throws RefusedException
	 *             when the result would replace the model it is made from
	 * @throws BadInputException
	 *             when it can't be written, or ONNX Runtime refuses it; then nothing is replaced
	 */
	static void write(Source.Opened opened, Cuts cuts, @Nullable Graph made, Path out, Console console) {
		requireOther(opened.file().path(), out);
		int regions = regions(opened).size();
		console.progress(
				(regions > 0 ? "Taking out " + regions + (regions == 1 ? " region and c" : " regions and c") : "C")
						+ "utting " + cuts.groups().size() + " groups.");
		Graph graph = made == null ? Surgeon.apply(opened.piece().coupling(), cuts) : made;
		OnnxWriter.write(graph, out, Long.MAX_VALUE, ModelCheck::loads);
		console.progress("Wrote " + out + "; ONNX Runtime loads it.");
		for (String input : Bypasses.unread(opened.file().graph(), graph))
			console.progress("Nothing reads the input `" + input
					+ "` any more; it stays in the model, so that what runs it need not change.");
	}

	private static boolean same(Path a, Path b) {
		try {
			return Files.exists(b) && Files.isSameFile(a, b);
		} catch (IOException e) {
			throw new BadInputException("`" + b + "` can't be looked at; check the path.", e);
		}
	}

	/** What goes whole. */
	private static List<Bypass> regions(Source.Opened opened) {
		return opened.piece().coupling().choices().bypasses();
	}

	/** Which regions go, and what every group and the whole cost before and after. */
	static void print(Source.Opened opened, Cuts cuts, Console console) {
		if (!regions(opened).isEmpty()) {
			Table regions = new Table("REGION TAKEN OUT", "IN ITS PLACE");
			for (Bypass bypass : regions(opened))
				regions.row(bypass.region(), bypass.adapts() ? "an adapter" : "");
			regions.print(console.out());
			console.out().println();
		}
		Table groups = new Table("GROUP", ">UNITS", ">KEPT", ">REMOVED");
		for (ChannelGroup group : cuts.groups())
			groups.row(group.name(), Integer.toString(group.units()), Integer.toString(cuts.kept(group)),
					Si.percent((double) cuts.count(group) / group.units()));
		if (!cuts.isEmpty()) {
			groups.print(console.out());
			console.out().println();
		}
		Cost before = opened.whole();
		Cost after = opened.piece().cost().preview(cuts);
		Table cost = new Table("", ">BEFORE", ">AFTER", ">CHANGE");
		cost.row("parameters", Si.of(before.parameters()), Si.of(after.parameters()),
				Si.change(before.parameters(), after.parameters()));
		cost.row("MACs", Si.of(before.macs()), Si.of(after.macs()), Si.change(before.macs(), after.macs()));
		cost.row("size", Si.of(before.bytes(), "B"), Si.of(after.bytes(), "B"),
				Si.change(before.bytes(), after.bytes()));
		cost.print(console.out());
	}

	static ObjectNode object(Source.Opened opened, Cuts cuts, Path out) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("model", opened.file().path().toString()).put("output", out.toString());
		costs(object.putObject("before"), opened.whole());
		costs(object.putObject("after"), opened.piece().cost().preview(cuts));
		ArrayNode regions = object.putArray("regions");
		for (Bypass bypass : regions(opened))
			regions.addObject().put("name", bypass.region()).put("adapter", bypass.adapts());
		ArrayNode groups = object.putArray("groups");
		for (ChannelGroup group : cuts.groups())
			groups.addObject().put("name", group.name()).put("units", group.units()).put("kept", cuts.kept(group));
		return object;
	}

	private static void costs(ObjectNode object, Cost cost) {
		object.put("parameters", cost.parameters()).put("macs", cost.macs()).put("bytes", cost.bytes());
	}
}
