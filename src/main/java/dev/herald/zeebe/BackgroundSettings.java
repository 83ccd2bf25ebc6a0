package dev.herald.zeebe;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code herald.background}: the process in which async actions are delivered.
 *
 * @param deploy whether Herald deploys it; false where somebody else does
 */
public record BackgroundSettings(@DefaultValue("true") boolean deploy) {}
