using System.Net;
using CsCheck;

namespace JobScheduler.Targets.Http;

public sealed class AddressGuardTests
{
    private const int Port = 443;

    /// <summary>Written down apart from the code's own table, so that a range lost there is missed here.</summary>
    private static readonly string[] RefusedRanges =
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/3", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48", "2001:10::/28", "2001:20::/28", "2001:db8::/32",
        "2002::/16", "3fff::/20", "4000::/2", "8000::/1", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ];

    private static readonly Gen<IPAddress> Refused = In(RefusedRanges);
    private static readonly Gen<IPAddress> RefusedV4 = In([.. RefusedRanges.Where(range => range.Contains('.', StringComparison.Ordinal))]);

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("168.63.129.15")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2001:db9::1")]
    [InlineData("2003::1")]
    [InlineData("2a00:1450::5efd:a00:1")]
    public void Refusal_ofPublicAddress_isNull(string address) =>
        Assert.Null(AddressGuard.PublicOnly.Refusal(IPAddress.Parse(address), Port));

    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("10.255.255.255", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.168.0.1", "private")]
    [InlineData("100.127.255.255", "carrier NAT")]
    [InlineData("169.254.0.1", "link-local")]
    [InlineData("169.254.169.254", "cloud metadata")]
    [InlineData("168.63.129.16", "cloud metadata")]
    [InlineData("198.19.255.255", "benchmarking")]
    [InlineData("239.255.255.255", "multicast")]
    [InlineData("255.255.255.255", "broadcast")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("::ffff:8.8.8.8", "IPv4-mapped")]
    [InlineData("::8.8.8.8", "IPv4-compatible")]
    [InlineData("64:ff9b::808:808", "NAT64")]
    [InlineData("64:ff9b:1::1", "NAT64")]
    [InlineData("2001::1", "Teredo")]
    [InlineData("2002:a00:1::", "6to4")]
    [InlineData("fd00::1", "unique local")]
    [InlineData("fe80::1%3", "link-local")]
    [InlineData("fec0::1", "site-local")]
    [InlineData("100::1", "discard")]
    [InlineData("fd00:ec2::254", "cloud metadata")]
    public void Refusal_ofSpecialAddress_saysItsKind(string address, string kind) =>
        Assert.Equal(kind, AddressGuard.PublicOnly.Refusal(IPAddress.Parse(address), Port)?.Kind);

    [Fact]
    public void Allows_anyAddressOfRefusedRanges_isFalse() =>
        Refused.Sample(address => !AddressGuard.PublicOnly.Allows(address, Port), iter: 20_000);

    [Fact]
    public void Allows_addressOfAllowedRange_isTrueAndItsMappedFormFalse()
    {
        var guard = Allowing("10.0.0.0/8");
        In(["10.0.0.0/8"]).Sample(address => guard.Allows(address, Port) && !guard.Allows(address.MapToIPv6(), Port));
    }

    [Fact]
    public void Allows_addressOutsideAllowedRanges_isFalse()
    {
        var guard = Allowing("10.0.0.0/8", "fd12::/16");
        Refused.Where(address => address.GetAddressBytes() is not [10, ..] and not [0xfd, 0x12, ..]).Sample(
            address => !guard.Allows(address, Port));
    }

    [Fact]
    public void Allows_embeddedRefusedAddress_isFalseEvenWhenTheFormIsAllowed()
    {
        // An IPv6-only network behind NAT64 must allow the form, and must not open the addresses inside with it.
        var guard = Allowing("::/1", "2000::/3");
        RefusedV4.Sample(address => Forms(address).All(form => !guard.Allows(form, Port)));
    }

    [Theory]
    [InlineData("64:ff9b::808:808")]
    [InlineData("64:ff9b:1:fffe::808:808")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2002:808:808::1")]
    [InlineData("2001:0:808:808::f7f7:f7f7")]
    public void Allows_embeddedPublicAddress_isTrueWhenTheFormIsAllowed(string address) =>
        Assert.True(Allowing("::/1", "2000::/3").Allows(IPAddress.Parse(address), Port));

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.170.2")]
    [InlineData("169.254.170.23")]
    [InlineData("169.254.129.7")]
    [InlineData("169.254.0.23")]
    [InlineData("169.254.42.42")]
    [InlineData("192.0.0.192")]
    [InlineData("168.63.129.16")]
    [InlineData("100.100.100.200")]
    public void Refusal_ofMetadataAddress_holdsWhateverIsAllowedAndInEveryForm(string address)
    {
        var guard = Allowing("0.0.0.0/0", "::/0");
        var metadata = IPAddress.Parse(address);
        Assert.All(Forms(metadata).Concat(Nat64OfOthers(metadata)).Prepend(metadata), form =>
        {
            var refusal = guard.Refusal(form, Port);
            Assert.Equal((AddressRefusal.Metadata, 0), (refusal?.Kind, refusal?.Opening.Count));
        });
    }

    [Theory]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd00:ec2::23")]
    [InlineData("fd00:42::42")]
    [InlineData("fd20:ce::254")]
    [InlineData("fd00:c1::a9fe:a9fe")]
    [InlineData("fd00:a9fe:a9fe::1")]
    [InlineData("fe80::a9fe:a9fe")]
    [InlineData("fe80::a9fe:a9fe%2")]
    public void Refusal_ofMetadataAddressOfIPv6_holdsWhateverIsAllowed(string address) =>
        Assert.Equal(AddressRefusal.Metadata, Allowing("0.0.0.0/0", "::/0").Refusal(IPAddress.Parse(address), Port)?.Kind);

    [Theory]
    [InlineData("169.254.1.1")]
    [InlineData("169.254.0.22")]
    [InlineData("169.254.144.1")]
    [InlineData("192.0.0.191")]
    [InlineData("fd00:42::43")]
    [InlineData("fe80::a9fe:1")]
    public void Allows_neighbourOfAMetadataAddress_whenItsRangeIs(string address) =>
        Assert.True(Allowing("169.254.0.0/16", "192.0.0.0/24", "fc00::/7", "fe80::/10").Allows(IPAddress.Parse(address), Port));

    [Theory]
    [InlineData("127.0.0.1", 2999, false)]
    [InlineData("127.0.0.1", 3000, true)]
    [InlineData("127.9.9.9", 3999, true)]
    [InlineData("127.0.0.1", 4000, false)]
    [InlineData("10.0.0.1", 443, true)]
    [InlineData("10.0.0.1", 80, false)]
    [InlineData("10.0.0.2", 443, false)]
    [InlineData("::1", 8080, true)]
    [InlineData("::1", 8081, false)]
    [InlineData("8.8.8.8", 1, true)]
    public void Allows_rangeWithPorts_onlyAtThese(string address, int port, bool allowed) => Assert.Equal(
        allowed,
        Allowing("127.0.0.0/8:3000-3999", "10.0.0.1/32:443", "[::1/128]:8080").Allows(IPAddress.Parse(address), port));

    [Fact]
    public void Refusal_namesAllThatWouldOpenTheAddress_andNoMore()
    {
        var guard = Allowing("127.0.0.0/8:3000");
        Assert.Equal(["127.0.0.1/32:8081"], guard.Refusal(IPAddress.Loopback, 8081)!.Opening);
        Assert.Equal(["[::1/128]:8081"], guard.Refusal(IPAddress.IPv6Loopback, 8081)!.Opening);
        var mapped = IPAddress.Parse("::ffff:127.0.0.1");
        Assert.Equal(["[::ffff:127.0.0.1/128]:8081", "127.0.0.1/32:8081"], guard.Refusal(mapped, 8081)!.Opening);
        Assert.Equal(["[::ffff:127.0.0.1/128]:3000"], guard.Refusal(mapped, 3000)!.Opening);
        Assert.True(Allowing([.. guard.Refusal(mapped, 8081)!.Opening]).Allows(mapped, 8081));
    }

    private static AddressGuard Allowing(params string[] ranges) => new(ranges.Select(
        text => AllowedRange.TryParse(text, out var range) ? range : throw new FormatException(text)));

    private static Gen<IPAddress> In(string[] ranges) =>
        from range in Gen.Int[0, ranges.Length - 1]
        from tail in Gen.Byte.Array[16]
        select Inside(IPNetwork.Parse(ranges[range]), tail);

    private static IPAddress Inside(IPNetwork range, byte[] tail)
    {
        var bytes = range.BaseAddress.GetAddressBytes();
        for (var bit = range.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] |= (byte)(tail[bit / 8] & (0x80 >> (bit % 8)));
        }

        return new IPAddress(bytes);
    }

    private static IEnumerable<IPAddress> Forms(IPAddress v4)
    {
        var b = v4.GetAddressBytes();
        yield return v4.MapToIPv6();
        yield return new IPAddress([0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, .. b]);
        yield return new IPAddress([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. b]);
        yield return new IPAddress([0, 0x64, 0xff, 0x9b, 0, 1, 0xff, 0xfe, 0, 0, 0, 0, .. b]);
        yield return new IPAddress([0x20, 0x02, .. b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        yield return new IPAddress([0x20, 0x01, 0, 0, .. b, 0, 0, 0, 0, 0xf7, 0xf7, 0xf7, 0xf7]);
        yield return new IPAddress([0x20, 0x01, 0, 0, 8, 8, 8, 8, 0, 0, 0, 0, (byte)~b[0], (byte)~b[1], (byte)~b[2], (byte)~b[3]]);
        yield return new IPAddress([0x2a, 0, 0x14, 0x50, 0, 0, 0, 0, 0, 0, 0x5e, 0xfe, .. b]);
        yield return new IPAddress([0x2a, 0, 0x14, 0x50, 0, 0, 0, 0, 2, 0, 0x5e, 0xfe, .. b]);
    }

    /// <summary>The forms of RFC 6052, 2.2, under prefixes that no registry names.</summary>
    private static IEnumerable<IPAddress> Nat64OfOthers(IPAddress v4)
    {
        var b = v4.GetAddressBytes();
        yield return new IPAddress([0x2a, 0, 0x14, 0x50, 0, 1, 0, 2, 0, 0, 0, 0, .. b]);
        yield return new IPAddress([0xfd, 0x12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. b]);
        yield return new IPAddress([0, 0x64, 0xff, 0x9b, 0, 1, b[0], b[1], 0, b[2], b[3], 0, 0, 0, 0, 0]);
        yield return new IPAddress([0, 0x64, 0xff, 0x9b, 0, 1, 7, b[0], 0, b[1], b[2], b[3], 0, 0, 0, 0]);
        yield return new IPAddress([0, 0x64, 0xff, 0x9b, 0, 1, 7, 7, 0, .. b, 0, 0, 0]);
    }
}
