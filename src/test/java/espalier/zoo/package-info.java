/**
 * Networks made for tests: small ones with a name, published ones, random ones by seed, and the recipes of the example
 * models.
 * Entry types: {@link espalier.zoo.NetBuilder}, {@link espalier.zoo.Nets}, {@link espalier.zoo.Zoo}, {@link
 * espalier.zoo.RandomNet}.
 * Must not know how channels are coupled or cut: the networks are the question, not the answer.
 */
@org.jspecify.annotations.NullMarked
package espalier.zoo;
