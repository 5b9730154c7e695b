package dev.sluice.model.check;

import dev.sluice.model.Resource;

/** A problem and the resource it is about. */
public record Finding(Resource resource, Problem problem) {}
