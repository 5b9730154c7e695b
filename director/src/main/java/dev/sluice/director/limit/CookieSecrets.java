package dev.sluice.director.limit;

import java.util.List;

/**
 * What a director makes SYN cookies with, and believes them by. Directors that share both take the
 * acknowledgements of each other's cookies.
 *
 * @param newestFirst the secret, and perhaps the one that is being replaced: cookies are made with
 *     the first and taken with either
 * @param aheadMs what to add to the forwarder's clock for the time of day
 * @param isShared whether other directors have them too
 */
public record CookieSecrets(List<SynSecret> newestFirst, long aheadMs, boolean isShared) {
    public CookieSecrets {
        newestFirst = List.copyOf(newestFirst);
        if (newestFirst.isEmpty()) {
            throw new IllegalArgumentException("no secret to make cookies with");
        }
    }

    /** A director's own. */
    public static CookieSecrets own(SynSecret secret) {
        return new CookieSecrets(List.of(secret), 0, false);
    }
}
