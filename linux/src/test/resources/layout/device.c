/* Prints the numbers that dev.sluice.linux.device.Abi repeats, for device.txt beside it:
 *   gcc -o /tmp/device device.c && /tmp/device > device.txt
 */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>

#define NUMBER(name) printf("%s %lld\n", #name, (long long)(name))
#define SIZE(name, type) printf("%s_SIZE %zu\n", name, sizeof(struct type))
#define FIELD(name, type, field) printf("%s %zu\n", name, offsetof(struct type, field))

int main(void) {
    NUMBER(AF_INET);
    NUMBER(SOCK_DGRAM);
    NUMBER(SOCK_CLOEXEC);
    NUMBER(SIOCETHTOOL);
    SIZE("IFREQ", ifreq);
    FIELD("IFREQ_NAME", ifreq, ifr_name);
    FIELD("IFREQ_DATA", ifreq, ifr_data);
    NUMBER(IFNAMSIZ);
    NUMBER(ETHTOOL_GDRVINFO);
    NUMBER(ETHTOOL_GTXCSUM);
    NUMBER(ETHTOOL_STXCSUM);
    NUMBER(ETHTOOL_GTSO);
    NUMBER(ETHTOOL_GGRO);
    NUMBER(ETHTOOL_GFLAGS);
    NUMBER(ETHTOOL_SFLAGS);
    NUMBER(ETHTOOL_GCHANNELS);
    NUMBER(ETH_FLAG_TXVLAN);
    NUMBER(ETH_FLAG_RXVLAN);
    NUMBER(ETH_FLAG_LRO);
    SIZE("VALUE", ethtool_value);
    FIELD("VALUE_DATA", ethtool_value, data);
    SIZE("DRVINFO", ethtool_drvinfo);
    FIELD("DRVINFO_DRIVER", ethtool_drvinfo, driver);
    SIZE("CHANNELS", ethtool_channels);
    FIELD("CHANNELS_MAX_RX", ethtool_channels, max_rx);
    FIELD("CHANNELS_RX_COUNT", ethtool_channels, rx_count);
    FIELD("CHANNELS_TX_COUNT", ethtool_channels, tx_count);
    FIELD("CHANNELS_COMBINED_COUNT", ethtool_channels, combined_count);
    return 0;
}
