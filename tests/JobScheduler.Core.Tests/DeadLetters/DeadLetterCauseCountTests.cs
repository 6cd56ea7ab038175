using JobScheduler.Core.Tests.Runs.Reading;
using JobScheduler.DeadLetters;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.DeadLetters;

/// <summary>Counts of causes: what they say, and what they cost however many dead letters there are.</summary>
public sealed class DeadLetterCauseCountTests
{
    private const string Tenant = "acme";
    private const int Shards = 2;
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 6, 30, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly MemoryStorage _memory;
    private readonly HookedStorage _storage;
    private readonly List<RowQuery> _reads = [];

    public DeadLetterCauseCountTests()
    {
        _memory = new MemoryStorage(_time);
        _storage = new HookedStorage(_memory)
        {
            BeforeRead = query =>
            {
                _reads.Add(query);
                return Task.CompletedTask;
            },
        };
    }

    [Fact]
    public async Task Causes_are_counted_over_all_shards_with_their_first_and_last()
    {
        await AddAsync(0, 3, i => ("a", Now.AddMinutes(i)));
        await AddAsync(1, 4, i => (i < 2 ? "a" : "b", Now.AddMinutes(-10 + i)));

        Assert.Equal(
            [
                new CauseCount("a", "title of a", 5, Now.AddMinutes(-10), Now.AddMinutes(2)),
                new CauseCount("b", "title of b", 2, Now.AddMinutes(-8), Now.AddMinutes(-7)),
            ],
            await CausesAsync());
        Assert.All(_reads, query => Assert.Equal(["cause", "title", "deadAt"], query.Select!));
    }

    [Fact]
    public async Task Causes_beyond_a_thousand_are_not_listed_and_the_most_frequent_come_first()
    {
        await AddAsync(0, 1_500, i => ($"c{i:D4}", Now.AddSeconds(-i)));
        await AddAsync(1, 1, _ => ("c1234", Now));

        var causes = await CausesAsync();

        Assert.Equal(1_000, causes.Count);
        Assert.Equal(("c1234", 2), (causes[0].Id, causes[0].Count));
    }

    [Fact]
    public async Task Count_ends_when_it_takes_too_long()
    {
        await AddAsync(0, 6_000, _ => ("a", Now));
        await AddAsync(1, 6_000, _ => ("b", Now));
        _storage.BeforeRead = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        };

        Assert.Equal(["a 5000"], (await CausesAsync()).Select(cause => $"{cause.Id} {cause.Count}"));
    }

    private Task<IReadOnlyList<CauseCount>> CausesAsync() =>
        new DeadLetterLists(_storage, new ShardMap(Shards), _time).CausesAsync(Tenant, TestContext.Current.CancellationToken);

    private async Task AddAsync(int shard, int count, Func<int, (string Cause, DateTimeOffset At)> letter)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(100))
        {
            await _memory.Tables.CommitAsync(
                ShardMap.Partition(shard),
                [.. some.Select(i =>
                {
                    var (cause, at) = letter(i);
                    var written = new DeadLetter
                    {
                        Id = DeadLetterRow.Id(at, RunId.Create(shard, at, (ulong)i)),
                        Cause = new DeadLetterCause(cause, $"title of {cause}"),
                        Attempts = 1,
                        DeadAt = at,
                        Message = "long",
                    };
                    return RowOperation.Insert(Keys.DeadLetter(Tenant, written.Id), written.Write());
                })],
                TestContext.Current.CancellationToken);
        }
    }
}
