/** What runs Herald in a cluster, and watches it there: manifests, alerts and dashboard. */
@NullMarked
package dev.herald.kubernetes;

import org.jspecify.annotations.NullMarked;
