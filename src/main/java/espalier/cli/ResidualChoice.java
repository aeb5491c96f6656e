package espalier.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Residual;
import espalier.graph.RefusedException;
import espalier.session.Workpiece;

/** What {@code --residual} says of the streams of a model. */
record ResidualChoice(@Nullable String group, Way way) {
	enum Way {
		SYNCHRONOUS, INNER, PROJECTION, SAMPLER
	}

	private static List<ResidualChoice> parse(List<String> options) {
		return options.stream().map(option -> {
			int equals = option.lastIndexOf('=');
			String way = option.substring(equals + 1);
			return new ResidualChoice(equals < 0 ? null : option.substring(0, equals),
					Arrays.stream(Way.values()).filter(w -> w.name().toLowerCase(Locale.ROOT).equals(way)).findFirst()
							.orElseThrow(() -> new RefusedException("`" + way
									+ "` is no way to cut a residual stream; choose one of "
									+ Arrays.stream(Way.values()).map(w -> w.name().toLowerCase(Locale.ROOT))
											.collect(Collectors.joining(", "))
									+ ".")));
		}).toList();
	}

	/** The groups that this is about: the one named, or all with a shortcut. */
	private List<ChannelGroup> of(Coupling coupling) {
		if (group != null)
			return List.of(GroupsCommand.named(coupling, group));
		List<ChannelGroup> streams = List.copyOf(Residual.streams(coupling).keySet());
		if (streams.isEmpty())
			throw new RefusedException("The model has no residual stream: no shortcut is summed with what a branch "
					+ "computes from it; leave --residual out.");
		return streams;
	}

	/** Names of the groups that only their branches are cut of. */
	static List<String> inner(Coupling coupling, List<String> options) {
		return parse(options).stream().filter(c -> c.way == Way.INNER).flatMap(c -> c.of(coupling).stream())
				.map(ChannelGroup::name).toList();
	}

	/** The model with the adapters that are asked for. */
	static Workpiece adapted(Workpiece piece, List<String> options, Console console) {
		List<Adapter> adapters = new ArrayList<>();
		for (ResidualChoice choice : parse(options))
			if (choice.way == Way.PROJECTION || choice.way == Way.SAMPLER)
				for (ChannelGroup group : choice.of(piece.coupling()))
					adapters.addAll(Residual.adapters(piece.coupling(), group,
							choice.way == Way.SAMPLER ? Adapter.Kind.SAMPLER : Adapter.Kind.PROJECTION));
		if (adapters.isEmpty())
			return piece;
		// a sampler may stand in front of several places, of which a projection would take one away
		adapters.sort(Comparator.comparing(a -> a.kind() == Adapter.Kind.PROJECTION));
		Workpiece adapted = Workpiece.of(piece.graph(), piece.trace(),
				piece.coupling().choices().and(Choices.adapting(adapters)));
		console.progress("Put in " + adapters.size() + (adapters.size() == 1 ? " adapter: `" : " adapters: `")
				+ adapters.getFirst().name()
				+ (adapters.size() == 1 ? "`." : "` to `" + adapters.getLast().name() + "`."));
		return adapted;
	}
}
