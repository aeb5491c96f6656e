/**
 * The trainable form of a graph: a TorchScript archive, one line of torch code a node, and that archive loaded into libtorch.
 * Entry: {@link espalier.runtime.torch.TorchScript} and {@link espalier.runtime.torch.TorchModule}. Knows nothing of losses,
 * optimisers or data: whoever trains adds methods of its own to the module.
 */
@NullMarked
package espalier.runtime.torch;

import org.jspecify.annotations.NullMarked;
