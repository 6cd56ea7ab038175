using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests;

/// <summary>Random lists, filters, limits and scans, against the plain list.</summary>
public sealed class FullPageTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<DateTimeOffset> _scans = [];

    [Fact]
    public async Task Pages_are_full_and_together_are_the_list()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var chance = new Random(seed);
            var (rows, share, limit) = (chance.Next(0, 300), chance.NextDouble(), chance.Next(1, 40));
            var list = Enumerable.Range(0, rows).Select(i => (Position: $"{i:D4}", Item: chance.NextDouble() < share ? $"item {i}" : null));
            var plain = list.ToList();

            var pages = await ReadAsync(plain, new PageRequest(limit), chance, perScan: TimeSpan.Zero);

            Assert.Equal(plain.Select(row => row.Item).OfType<string>(), pages.SelectMany(page => page.Items));
            Assert.All(pages.SkipLast(1), page => Assert.Equal(limit, page.Items.Count));
        }
    }

    [Fact]
    public async Task Page_is_short_only_when_patience_is_over_and_nothing_is_lost()
    {
        var shortPages = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var chance = new Random(seed);
            var plain = Enumerable.Range(0, 500).Select(i => ($"{i:D4}", chance.Next(20) == 0 ? $"item {i}" : null)).ToList();

            var pages = await ReadAsync(plain, new PageRequest(20), chance, perScan: TimeSpan.FromMilliseconds(chance.Next(100, 1500)));

            Assert.Equal(plain.Select(row => row.Item2).OfType<string>(), pages.SelectMany(page => page.Items));
            foreach (var page in pages.SkipLast(1).Where(page => page.Items.Count < 20))
            {
                Assert.InRange(page.Took, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3.5));
                shortPages++;
            }
        }

        Assert.NotEqual(0, shortPages);
    }

    [Fact]
    public async Task Request_without_patience_is_one_scan()
    {
        var plain = Enumerable.Range(0, 100).Select(i => ($"{i:D4}", i % 10 == 0 ? $"item {i}" : null)).ToList();

        await ReadAsync(plain, new PageRequest(20) { Patience = TimeSpan.Zero }, new Random(1), TimeSpan.Zero, onlyFirst: true);

        Assert.Single(_scans);
    }

    [Fact]
    public async Task Page_ends_before_the_item_that_exceeds_its_bytes_and_nothing_is_lost()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var chance = new Random(seed);
            var (rows, share, limit) = (chance.Next(0, 200), chance.NextDouble(), chance.Next(1, 60));
            var list = Enumerable.Range(0, rows).Select(
                i => (Position: $"{i:D4}", Item: chance.NextDouble() < share ? new string('x', chance.Next(1, 150)) : null));
            var plain = list.ToList();

            var pages = await ReadAsync(plain, new PageRequest(limit) { Bytes = 100 }, chance, perScan: TimeSpan.Zero);

            // The longest beginning of what is left that fits, but one item at least: each page, worked out from the plain list.
            var left = new Queue<string>(plain.Select(row => row.Item).OfType<string>());
            foreach (var page in pages)
            {
                var expected = new List<string>();
                while (left.Count > 0 && expected.Count < limit
                    && (expected.Count == 0 || expected.Sum(item => item.Length) + left.Peek().Length <= 100))
                {
                    expected.Add(left.Dequeue());
                }

                Assert.Equal(expected, page.Items);
            }

            Assert.Empty(left);
        }
    }

    private async Task<List<(IReadOnlyList<string> Items, TimeSpan Took)>> ReadAsync(
        List<(string Position, string? Item)> plain, PageRequest request, Random chance, TimeSpan perScan, bool onlyFirst = false)
    {
        var pages = new List<(IReadOnlyList<string>, TimeSpan)>();
        do
        {
            var start = _time.GetUtcNow();
            var page = await FullPage.ReadAsync("list", request, 64, _time, ScanAsync, ValueTask.FromResult, (_, item) => item.Length);
            pages.Add((page.Items, _time.GetUtcNow() - start));
            request = request with { Continuation = page.Continuation };
            Assert.True(pages.Count <= plain.Count + 1, "the list does not end");
        }
        while (request.Continuation is not null && !onlyFirst);

        return pages;

        // Like a driver: at most as many rows as asked for, sometimes fewer; some are known not to match, others turn out not to.
        Task<Scan<string?>> ScanAsync(string? after, int size, Patience patience)
        {
            _scans.Add(_time.GetUtcNow());
            _time.Advance(perScan);
            var rest = plain.Where(row => after is null || string.CompareOrdinal(row.Position, after) > 0).ToList();
            var some = rest.Take(chance.Next(1, size + 1)).ToList();
            var rows = some.Where(row => row.Item is not null || chance.Next(2) == 0).Select(row => (row.Position, row.Item)).ToList();
            return Task.FromResult(new Scan<string?>(rows, some.Count < rest.Count ? some[^1].Position : null));
        }
    }
}
