package espalier.evaluate.sweep;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.evaluate.Sensitivity.Metric;
import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.region.Bypass;

/**
 * What a sweep over regions measures: the whole network, and the network without each region alone.
 *
 * @param regions
 *            by name, in the order in which they are to be told; those with an adapter stand as it is given
 * @param data
 *            images to measure on, all of them
 * @param effort
 *            every region is measured on all images
 */
public record RegionJob(Graph graph, Trace trace, SequencedMap<String, Bypass> regions, Metric metric, Dataset data,
		Preprocessing preprocessing, SweepJob.Effort effort) {
	public RegionJob {
		regions = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(regions));
	}
}
