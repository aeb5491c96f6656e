package espalier.app;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import espalier.app.control.Gesture;
import espalier.coupling.ChannelGroup;

/** A gesture on one group's number of kept units; with Alt the selected groups follow by the same share. */
record GroupGesture(Workbench bench, Supplier<@Nullable ChannelGroup> group) implements Gesture {
	@Override
	public void begin() {
		ChannelGroup on = group.get();
		PlanEdit edit = bench.edit().get();
		if (edit != null && on != null)
			edit.begin(on.name());
	}

	@Override
	public void move(double kept, boolean all) {
		ChannelGroup on = group.get();
		PlanEdit edit = bench.edit().get();
		if (edit == null || on == null || bench.committing().get())
			return;
		Set<ChannelGroup> selected = bench.selection().groups();
		if (all && selected.contains(on))
			edit.keep(selected, kept / on.units());
		else
			edit.keep(on, (int) Math.round(kept));
	}

	@Override
	public void end() {
		PlanEdit edit = bench.edit().get();
		if (edit != null)
			edit.end();
	}

	@Override
	public void cancel() {
		PlanEdit edit = bench.edit().get();
		if (edit != null)
			edit.cancel();
	}

	@Override
	public void reset() {
		ChannelGroup on = group.get();
		PlanEdit edit = bench.edit().get();
		if (edit != null && on != null)
			edit.release(List.of(on));
	}
}
