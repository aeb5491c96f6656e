/** Tests of the version tree, and of costs against what is really left after surgery. */
@org.jspecify.annotations.NullMarked
package espalier.session;
