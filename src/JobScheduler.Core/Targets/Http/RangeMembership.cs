using System.Net;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Whether an address is in a range, bit by bit. <see cref="IPNetwork.Contains"/> takes ::ffff:127.0.0.1 for 127.0.0.1, so that it is
/// in 127.0.0.0/8 and not in ::ffff:0:0/96; a guard has to tell the forms apart.
/// </summary>
internal static class RangeMembership
{
    /// <summary>False for an address of the other family.</summary>
    public static bool Holds(this IPNetwork range, IPAddress address)
    {
        if (range.BaseAddress.AddressFamily != address.AddressFamily)
        {
            return false;
        }

        var start = range.BaseAddress.GetAddressBytes();
        var bytes = address.GetAddressBytes();
        var (whole, rest) = Math.DivRem(range.PrefixLength, 8);
        return bytes.AsSpan(0, whole).SequenceEqual(start.AsSpan(0, whole))
            && (rest == 0 || (bytes[whole] ^ start[whole]) >> (8 - rest) == 0);
    }
}
