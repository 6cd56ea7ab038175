using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JobScheduler.TestKit;

/// <summary>
/// How much of a long enumeration the tests go through: a share that is drawn from a seed and is the same on every machine, or all of it.
/// The environment decides: <c>JOBSCHEDULER_TESTS=exhaustive</c> for all, <c>JOBSCHEDULER_TESTS_SEED</c> (a number) for another share.
/// </summary>
public static class Breadth
{
    private const string Variable = "JOBSCHEDULER_TESTS";
    private const string SeedVariable = "JOBSCHEDULER_TESTS_SEED";
    private const string Exhaustive = "exhaustive";

    /// <summary>Whether enumerations are gone through as a whole.</summary>
    /// <exception cref="InvalidOperationException">The environment says something that means nothing.</exception>
    public static bool IsExhaustive { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        Exhaustive => true,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'; the only value it can have is '{Exhaustive}'."),
    };

    /// <summary>What shares are drawn from: 1, unless the environment has another.</summary>
    public static int Seed { get; } = int.Parse(
        Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } seed ? seed : "1", CultureInfo.InvariantCulture);

    /// <summary>For messages of failures: what was gone through, and how to go through it again.</summary>
    public static string Told { get; } = IsExhaustive
        ? $"all was tried ({Variable}={Exhaustive})"
        : $"a share was tried ({SeedVariable}={Seed}; all with {Variable}={Exhaustive})";

    /// <summary>
    /// All elements, or of each group one in so many: at even distances, the first of them drawn. No group is left out. The order stays.
    /// </summary>
    /// <param name="all">What there is, in an order that is always the same.</param>
    /// <param name="oneIn">How many elements of a group one stands for.</param>
    /// <param name="groupOf">The name of an element's group; the draw depends on it, so that groups do not all begin alike.</param>
    public static IReadOnlyList<T> Of<T>(IEnumerable<T> all, int oneIn, Func<T, string> groupOf)
    {
        var elements = all.ToList();
        if (IsExhaustive)
        {
            return elements;
        }

        var groups = elements.Select(groupOf).ToList();
        var sizes = groups.CountBy(group => group).ToDictionary();
        var passed = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. elements.Where((_, i) =>
        {
            var place = passed[groups[i]] = passed.GetValueOrDefault(groups[i], -1) + 1;
            return place % oneIn == Draw(groups[i], Math.Min(oneIn, sizes[groups[i]]));
        })];
    }

    /// <summary>A number that is smaller unless all is asked for: how often to do what is drawn anew each time, how many to make.</summary>
    public static int Of(int all, int share) => IsExhaustive ? all : share;

    private static int Draw(string name, int below)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Seed}:{name}")));
        return (int)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % (ulong)below);
    }
}
