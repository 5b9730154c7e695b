package dev.sluice.director.own.vrrp;

import dev.sluice.director.table.Address;
import java.util.List;

/**
 * An advertisement: by it a master says that it lives.
 *
 * @param version 3 or 2
 * @param ipv6 whether the virtual router's addresses are IPv6 ones
 * @param routerId the virtual router's, 1 to 255
 * @param priority 0 says goodbye, 255 belongs to the addresses' owner
 * @param intervalMs between two of them
 * @param addresses what the master owns
 * @param checksum what its checksum covers
 */
public record Advert(
        int version,
        boolean ipv6,
        int routerId,
        int priority,
        int intervalMs,
        List<Address> addresses,
        ChecksumReading checksum)
        implements Received {
    /** By which a master says that it stops. */
    public static final int GOODBYE = 0;

    /** Of who has the addresses as its own. */
    public static final int OWNER = 255;

    /** Version 3 counts centiseconds in 12 bits. */
    public static final int INTERVAL_MS_MAX = 40_950;

    public Advert {
        addresses = List.copyOf(addresses);
    }
}
