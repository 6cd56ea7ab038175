using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;

namespace JobScheduler.Scenarios;

/// <summary>Many schedules come back after hours: what each missed is exact, and nobody else is run over by it.</summary>
public sealed class HerdTests
{
    private const int Schedules = 2000;
    private const int MaxCatchUp = 5;
    private const int Room = 64;
    private static readonly TimeSpan Down = TimeSpan.FromHours(6);
    private static readonly TimeSpan Window = TimeSpan.FromHours(2);

    private readonly World _world = new(new WorldOptions { IsLong = true, QueueRoom = Room, Workers = 50 }) { Replaces = false };
    private readonly Client _client;
    private int _mostMessages;
    private TimeSpan _longestTick;
    private readonly Dictionary<DateTimeOffset, (long First, long Last)> _commits = [];

    public HerdTests() => _client = new Client(_world);

    [Fact]
    public void Down_for_6_hours_2000_schedules_catch_up_exactly_and_run_over_nobody()
    {
        var (down, up) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        var others = new List<string>();
        _world.Start();
        _world.Run(async () =>
        {
            await PutAsync();

            // Nothing is due within the next 30 s, so nothing was handed ahead.
            await _world.WaitAsync(new DateTimeOffset(2026, 3, 1, 12, 25, 10, TimeSpan.Zero) - _world.Time.Now);
            down = _world.Time.Now;
            _world.Kill(_world.Alive);
            await _world.WaitAsync(Down);
            up = _world.Time.Now;
            _world.Start();
            await _world.WaitAsync(TimeSpan.FromSeconds(61));
            for (var i = 0; i < 20; i++)
            {
                others.Add(await _client.AcceptAsync(ScriptedHandler.Ok));
                await WatchAsync(TimeSpan.FromSeconds(2));
            }

            await WatchAsync(TimeSpan.FromMinutes(20));
        });

        var late = others.Max(id => _world.Watched.Runs[Keys.Run(id)].End!.At - _world.Watched.Runs[Keys.Run(id)].Spec.CreatedAt);
        var commits = _commits.Values.Max(tick => tick.Last - tick.First);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"most commits of a tick {commits}, messages {_mostMessages}, longest tick {_longestTick}, others {late}; {_world.Counter}");
        Assert.InRange(_mostMessages, 1, 3 * Room);

        // A tick takes 20 pages of 100 alarms.
        Assert.InRange(commits, 0, 2 * 20 * 100);
        Assert.InRange(_longestTick, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.InRange(late, TimeSpan.Zero, TimeSpan.FromSeconds(90));
        var runs = _world.Watched.Runs.Values.Where(run => run.Spec.Missed is not null).ToLookup(run => run.Spec.ScheduleId!);
        Assert.Equal(Schedules, runs.Count);
        for (var i = 0; i < Schedules; i++)
        {
            CheckMissed(i, [.. runs[$"s{i}"].OrderBy(run => run.Spec.NominalAt)], down, up);
        }

        Assert.Empty(_world.Watched.Findings);
    }

    private static void CheckMissed(int i, List<RunRecord> found, DateTimeOffset down, DateTimeOffset up)
    {
        var rule = (MisfireRule)(i % 3);
        var now = found.Min(run => run.Spec.CreatedAt);
        Assert.InRange(now, up, up.AddMinutes(5));

        // A fire that came while others were caught up may be missed in its turn.
        found.RemoveAll(run => run.Spec.Missed!.First >= now - FirePlannerGrace);
        var missed = new List<DateTimeOffset>();
        var first = new DateTimeOffset(down.UtcDateTime.Date.AddHours(12).AddMinutes(i % 10), TimeSpan.Zero);
        for (var fire = first; fire < now - FirePlannerGrace; fire = fire.AddMinutes(10))
        {
            missed.AddRange(fire > down ? [fire] : []);
        }

        var outside = missed.FindAll(fire => fire < now - Window);
        var inside = missed.FindAll(fire => fire >= now - Window);
        var recorded = rule switch
        {
            MisfireRule.FireOnce => outside,
            MisfireRule.FireAll => [.. outside, .. inside.SkipLast(MaxCatchUp)],
            _ => missed,
        };
        List<MissedFires> wanted = [Of(recorded), .. rule switch
        {
            MisfireRule.FireOnce => [Of(inside)],
            MisfireRule.FireAll => inside.TakeLast(MaxCatchUp).Select(fire => Of([fire])),
            _ => Enumerable.Empty<MissedFires>(),
        }];
        Assert.True(
            wanted.SequenceEqual(found.Select(run => run.Spec.Missed!)),
            $"s{i} at {now:O}\n{string.Join('\n', wanted)}\nfound\n"
                + string.Join('\n', found.Select(run => $"{run.State} {run.Spec.CreatedAt:O} {run.Spec.Missed}")));
        Assert.Equal(RunState.Skipped, found[0].State);
        for (var next = 1; next < found.Count; next++)
        {
            Assert.True(found[next].Spec.CreatedAt >= found[next - 1].Spec.CreatedAt, "catches up in the order of nominal times");
            Assert.True(found[next].State.IsTerminal(), $"{found[next].Id} is {found[next].State}");
        }
    }

    private static readonly TimeSpan FirePlannerGrace = TimeSpan.FromSeconds(60);

    private static MissedFires Of(List<DateTimeOffset> fires) => new(fires.Count, fires[0], fires[^1]);

    private async Task PutAsync()
    {
        for (var i = 0; i < 20; i++)
        {
            await _client.PutJobAsync(
                $"job{i}",
                new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok }, Input = new RawJson("""{"seconds":0.2}""") });
        }

        for (var i = 0; i < Schedules; i++)
        {
            await _client.PutScheduleAsync($"job{i % 20}", $"s{i}", new ScheduleDefinition
            {
                Spec = new CronSpec { Cron = $"{i % 10}/10 * * * *" },
                Policy = new SchedulePolicy
                {
                    Misfire = (MisfireRule)(i % 3),
                    MaxCatchUp = MaxCatchUp,
                    CatchUpWindow = Window,
                    Overlap = i % 2 == 0 ? OverlapRule.Allow : OverlapRule.QueueAll,
                },
            });
        }
    }

    /// <summary>Looks now and then at how full the queue is, and how long the owner's last sign of life is ago.</summary>
    private async Task WatchAsync(TimeSpan time)
    {
        for (var until = _world.Time.Now + time; _world.Time.Now < until;)
        {
            await _world.WaitAsync(TimeSpan.FromMilliseconds(500));
            _mostMessages = Math.Max(
                _mostMessages,
                _world.Memory.Messages(QueueNames.Normal).Count(message => message.VisibleAt <= _world.Time.Now.AddMinutes(1)));
            var owner = (await _world.Memory.Tables.GetAsync("00", Keys.Owner, CancellationToken.None))!.Columns;
            var silent = _world.Time.Now - owner.Time("lastTick")!.Value;
            _longestTick = silent > _longestTick ? silent : _longestTick;
            var sequence = owner.Number("sequence")!.Value;
            _commits[owner.Time("lastTick")!.Value] = _commits.TryGetValue(owner.Time("lastTick")!.Value, out var seen)
                ? (seen.First, sequence)
                : (sequence, sequence);
        }
    }
}
