@NullMarked
package dev.sluice.linux.netlink;

import org.jspecify.annotations.NullMarked;
