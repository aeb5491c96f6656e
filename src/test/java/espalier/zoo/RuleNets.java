package espalier.zoo;

import static espalier.zoo.Emitter.attributes;
import static espalier.zoo.RuleNet.image;
import static espalier.zoo.RuleNet.steps;

import java.util.List;
import java.util.stream.Stream;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Tiny networks for operators that keep, normalise, reduce or move channels. */
public final class RuleNets {
	private static final long NEWEST = 23;

	private RuleNets() {}

	public static Stream<RuleNet> all() {
		return Stream
				.of(normalisations(), moves(), slices(), shapes(), ProductRuleNets.all(), indexed(),
						LayerRuleNets.all(),
						ElementwiseRuleNets.all(),
						FurtherRuleNets.all(), SizeRuleNets.all(), OpsetRuleNets.all())
				.flatMap(s -> s);
	}

	private static NetBuilder net() {
		return new NetBuilder("rule", 7);
	}

	private static Stream<RuleNet> normalisations() {
		NetBuilder ln = net();
		NetBuilder ln2 = net();
		NetBuilder expanded = net();
		NetBuilder rms = net();
		NetBuilder gn = net();
		NetBuilder gn3 = net();
		NetBuilder gnOld = net();
		NetBuilder inst = net();
		NetBuilder instGroup = net();
		NetBuilder mvn = net();
		NetBuilder lrn = net();
		NetBuilder lp = net();
		NetBuilder sm = net();
		NetBuilder smOld = net();
		NetBuilder mean = net();
		NetBuilder max = net();
		NetBuilder lse = net();
		NetBuilder sum = net();
		NetBuilder skip = net();
		NetBuilder plain = net();
		return Stream.of(steps("LayerNormalization", "a(6)", 6, ln::layerNorm, ln),
				steps("LayerNormalization with moments", "a(6)", 6, x -> withMoments(ln2, x), ln2),
				steps("LayerNormalization as nodes", "a(6)", 6, x -> expanded(expanded, x), expanded),
				steps("RMSNormalization", "a(6)", 6,
						x -> rms.emit("RMSNormalization", rms.shape(x), attributes("axis", -1), x,
								rms.normScale("norm", 6)),
						rms).at(NEWEST),
				image("GroupNormalization", "a(4) a.groups(2)", 8, x -> gn.emit("GroupNormalization", gn.shape(x),
						attributes("num_groups", 2), x, gn.normScale("n", 8), gn.bias("n", 8)), gn).at(21),
				image("GroupNormalization in three groups", "a(4) a.groups(3)", 12,
						x -> gn3.emit("GroupNormalization", gn3.shape(x), attributes("num_groups", 3), x,
								gn3.normScale("n", 12), gn3.bias("n", 12)),
						gn3).at(21),
				image("GroupNormalization with parameters by group", "a(4) a.groups(2)", 8,
						x -> gnOld.emit("GroupNormalization", gnOld.shape(x), attributes("num_groups", 2), x,
								gnOld.normScale("n", 2), gnOld.bias("n", 2)),
						gnOld).at(18),
				image("InstanceNormalization", "a(6)",
						x -> inst.emit("InstanceNormalization", inst.shape(x), attributes(), x, inst.normScale("n", 6),
								inst.bias("n", 6)),
						inst),
				image("InstanceNormalization of groups", "a(3) a#2(2)", 6, x -> groups(instGroup, x, 3), instGroup),
				image("MeanVarianceNormalization over channels", "a(6)",
						x -> mvn.emit("MeanVarianceNormalization", mvn.shape(x),
								attributes("axes", new long[]{1, 2, 3}), x),
						mvn),
				image("LRN", "a(6)", x -> lrn.localResponse(x, 3), lrn),
				image("LpNormalization", "a(6)",
						x -> lp.emit("LpNormalization", lp.shape(x), attributes("axis", 1, "p", 2), x), lp),
				image("Softmax", "a(6)", x -> sm.softmax(x, 1), sm),
				image("Softmax over all from an axis on", "a(6)", x -> smOld.softmax(x, 1), smOld).at(11),
				image("ReduceMean", "a(6)", x -> mean.mul(x, mean.reduceChannels("ReduceMean", x)), mean),
				image("ReduceMax", "a(6)", x -> max.mul(x, max.reduceChannels("ReduceMax", x)), max),
				image("ReduceLogSumExp", "a(6)", x -> lse.mul(x, lse.reduceChannels("ReduceLogSumExp", x)), lse),
				image("ReduceSumSquare", "a(6)", x -> sum.mul(x, sum.reduceChannels("ReduceSumSquare", x)), sum),
				steps("SkipLayerNormalization", "a(6)", 6,
						x -> skip.emit("SkipLayerNormalization", skip.shape(x), attributes(), x, skip.sigmoid(x),
								skip.normScale("n", 6), skip.bias("n", 6), skip.bias("extra", 6)),
						skip),
				steps("SkipSimplifiedLayerNormalization", "a(6)", 6,
						x -> plain.emit("SkipSimplifiedLayerNormalization", plain.shape(x), attributes(), x,
								plain.sigmoid(x), plain.normScale("n", 6), plain.bias("extra", 6)),
						plain));
	}

	private static String withMoments(NetBuilder b, String x) {
		Shape one = b.shape(x).with(-1, 1);
		List<String> out = b.emit("LayerNormalization", List.of(b.shape(x), one, one), attributes("axis", -1), x,
				b.normScale("n", 6), b.bias("n", 6));
		return b.add(out.getFirst(), b.mul(x, out.get(1)));
	}

	private static String expanded(NetBuilder b, String x) {
		Shape one = b.shape(x).with(-1, 1);
		String mean = b.emit("ReduceMean", one, attributes("axes", new long[]{-1}), x);
		String centred = b.binary("Sub", x, mean);
		String variance = b.emit("ReduceMean", one, attributes("axes", new long[]{-1}),
				b.binary("Pow", centred, b.number(2)));
		String deviation = b.unary("Sqrt", b.add(variance, b.number(1e-5f)));
		return b.add(b.mul(b.binary("Div", centred, deviation), b.normScale("n", 6)), b.bias("n", 6));
	}

	/** Group normalisation as exporters wrote it: groups become the channels of an instance normalisation. */
	private static String groups(NetBuilder b, String x, int groups) {
		long[] whole = b.shape(x).toArray();
		String wide = b.reshape(x, 0, groups, -1);
		String normal = b.emit("InstanceNormalization", b.shape(wide), attributes(), wide, b.normScale("ones", groups),
				b.bias("zeros", groups));
		return b.add(b.mul(b.reshape(normal, whole), b.perChannel(x, false, 0.5, 1.5)), b.perChannel(x, false, -1, 1));
	}

	private static Stream<RuleNet> moves() {
		NetBuilder dcr = net();
		NetBuilder crd = net();
		NetBuilder std = net();
		NetBuilder tile = net();
		NetBuilder tileSpace = net();
		NetBuilder repeat = net();
		NetBuilder pad = net();
		NetBuilder glu = net();
		NetBuilder reverse = net();
		NetBuilder col = net();
		NetBuilder trilu = net();
		NetBuilder grid = net();
		NetBuilder maxout = net();
		return Stream.of(
				image("DepthToSpace DCR", "a(2)", 8, x -> dcr.emit("DepthToSpace", Shape.of(1, 2, 8, 8),
						attributes("blocksize", 2, "mode", "DCR"), x), dcr),
				image("DepthToSpace CRD", "a(2)", 8, crd::depthToSpace, crd),
				image("SpaceToDepth", "a(6)",
						x -> std.emit("SpaceToDepth", Shape.of(1, 24, 2, 2), attributes("blocksize", 2), x), std),
				image("Tile of channels", "a(6)",
						x -> tile.emit("Tile", tile.shape(x).with(1, 12), attributes(), x, tile.longs(1, 2, 1, 1)),
						tile),
				image("Tile of space", "a(6)",
						x -> tileSpace.emit("Tile", tileSpace.shape(x).with(3, 8), attributes(), x,
								tileSpace.longs(1, 1, 1, 2)),
						tileSpace),
				image("each channel repeated", "a(6) b.in.copies(2)", x -> repeated(repeat, x, 2), repeat),
				image("Pad of channels", "a(6) b.in(2)", x -> pad.pad(x, 1, 1, 1), pad),
				image("gated linear unit", "a(3)", x -> {
					List<String> halves = glu.split(x, 3, 3);
					return glu.mul(halves.getFirst(), glu.sigmoid(halves.getLast()));
				}, glu),
				steps("ReverseSequence", "a(6)", 6,
						x -> reverse.emit("ReverseSequence", reverse.shape(x),
								attributes("batch_axis", 0, "time_axis", 1), x, reverse.longs(5, 3)),
						reverse),
				image("Col2Im", "a(6)", 24, x -> {
					String columns = col.reshape(x, 1, 24, 16);
					return col.emit("Col2Im", Shape.of(1, 6, 8, 8), attributes("strides", new long[]{2, 2}), columns,
							col.longs(8, 8), col.longs(2, 2));
				}, col).at(18),
				image("Trilu", "a(6)", x -> trilu.emit("Trilu", trilu.shape(x), attributes(), x), trilu),
				image("GridSample", "a(6)",
						x -> grid.emit("GridSample", Shape.of(1, 6, 3, 3), attributes("mode", "bilinear"), x,
								grid.weight("grid", Shape.of(1, 3, 3, 2), grid.uniform(18, -0.9, 0.9))),
						grid),
				image("maxout", "a(3) a#2(2)", x -> {
					String pairs = maxout.reshape(x, 0, 3, 2, 4, 4);
					return maxout.emit("ReduceMax", Shape.of(1, 3, 4, 4),
							attributes("axes", new long[]{2}, "keepdims", 0),
							pairs);
				}, maxout));
	}

	private static String repeated(NetBuilder b, String x, int times) {
		long[] d = b.shape(x).toArray();
		String one = b.emit("Unsqueeze", Shape.of(d[0], d[1], 1, d[2], d[3]), attributes(), x, b.longs(2));
		String many = b.emit("Expand", Shape.of(d[0], d[1], times, d[2], d[3]), attributes(), one,
				b.longs(1, 1, times, 1, 1));
		return b.reshape(many, 0, -1, d[2], d[3]);
	}

	private static Stream<RuleNet> slices() {
		NetBuilder every = net();
		NetBuilder woven = net();
		NetBuilder backwards = net();
		NetBuilder computed = net();
		NetBuilder both = net();
		return Stream.of(image("every second channel", "a(3) a#2(3)", x -> every.sliceSteps(x, 1), every),
				image("even and odd channels joined again", "a(3) a#2(3)",
						x -> woven.concat(woven.sliceSteps(x, 0), woven.sliceSteps(x, 1)), woven),
				image("channels backwards", "a(6)",
						x -> backwards.emit("Slice", backwards.shape(x), attributes(), x, backwards.longs(-1),
								backwards.longs(Long.MIN_VALUE), backwards.longs(1), backwards.longs(-1)),
						backwards),
				image("half of the channels, computed", "a(3) a#2(3)", x -> {
					String half = computed.firstHalf(x);
					return computed.concat(half, x);
				}, computed),
				image("two axes at once", "a(2) a#2(4)", x -> {
					String part = both.emit("Slice", Shape.of(1, 4, 2, 4), attributes(), x, both.longs(1, 1),
							both.longs(5, 3), both.longs(1, 2));
					return both.concat(1, List.of(part, both.slice(x, 2, 0, 2)));
				}, both));
	}

	private static Stream<RuleNet> shapes() {
		NetBuilder flat = net();
		NetBuilder filled = net();
		NetBuilder expand = net();
		NetBuilder mixed = net();
		return Stream.of(image("Reshape by computed shapes", "a(6)", x -> {
			String target = flat.concat(0, List.of(flat.size(x, 0), flat.size(x, 1), flat.longs(-1)));
			String wide = flat.emit("Reshape", Shape.of(1, 6, 16), attributes(), x, target);
			return flat.reshape(wide, 1, 6, 4, 4);
		}, flat), image("ConstantOfShape by a shape", "a(6)", x -> {
			String zeros = filled.emit("ConstantOfShape", filled.shape(x), attributes(),
					filled.emit("Shape", Shape.of(4), attributes(), x));
			return filled.add(x, zeros);
		}, filled), image("Expand to half stored, half computed sizes", "a(6)", x -> {
			String target = expand.concat(0,
					List.of(expand.size(x, 0), expand.longs(6), expand.size(x, 2), expand.size(x, 3)));
			String one = expand.reduceChannels("ReduceSumSquare", x);
			return expand.mul(x, expand.emit("Expand", expand.shape(x), attributes(), one, target));
		}, expand), image("Reshape by half of a size", "a(3) a#2(2)", 6, x -> {
			String half = mixed.emit("Div", Shape.of(1), attributes(), mixed.size(x, 1), mixed.longs(2));
			String target = mixed.concat(0, List.of(mixed.longs(1), mixed.longs(2), half, mixed.longs(16)));
			String folded = mixed.emit("Reshape", Shape.of(1, 2, 3, 16), attributes(), x, target);
			return mixed.reshape(mixed.transpose(folded, 0, 2, 1, 3), 1, 6, 4, 4);
		}, mixed));
	}

	private static Stream<RuleNet> indexed() {
		NetBuilder elements = net();
		NetBuilder blocks = net();
		NetBuilder scatter = net();
		NetBuilder arg = net();
		NetBuilder top = net();
		return Stream.of(steps("GatherElements over steps", "a(6)", 6,
				x -> elements.emit("GatherElements", Shape.of(2, 2, 6), attributes("axis", 1), x,
						elements.constant("at", Tensor.ofLongs("at", Shape.of(2, 2, 6), positions(24, 5)))),
				elements),
				steps("GatherND of steps", "a(6)", 6,
						x -> blocks.emit("GatherND", Shape.of(3, 6), attributes(), x,
								blocks.constant("at", Tensor.ofLongs("at", Shape.of(3, 2), 0, 4, 1, 2, 1, 0))),
						blocks),
				steps("ScatterND of steps", "a(6)", 6, x -> {
					String update = scatter.reshape(scatter.slice(x, 1, 0, 1), 2, 6);
					return scatter.emit("ScatterND", scatter.shape(x), attributes(), x,
							scatter.constant("at", Tensor.ofLongs("at", Shape.of(2, 2), 0, 3, 1, 4)), update);
				}, scatter),
				steps("ArgMax over steps", "a(6)", 6, x -> {
					String at = arg.emit("ArgMax", Shape.of(2, 1, 6), attributes("axis", 1), arg.sigmoid(x));
					return arg.add(x, arg.castToFloat(at));
				}, arg),
				steps("TopK of steps", "a(6)", 6,
						x -> top.emit("TopK", List.of(Shape.of(2, 3, 6), Shape.of(2, 3, 6)), attributes("axis", 1), x,
								top.longs(3)).getFirst(),
						top));
	}

	private static long[] positions(int n, int below) {
		long[] at = new long[n];
		for (int i = 0; i < n; i++)
			at[i] = (i * 7L + 2) % below;
		return at;
	}
}
