package espalier.depth;

import espalier.data.Dataset;
import espalier.data.Preprocessing;

/** Images as a network takes them; all of the data set are used. */
public record Images(Dataset data, Preprocessing preprocessing) {}
