using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Upkeep;

namespace JobScheduler.Scenarios;

/// <summary>What must hold when a world has come to rest, whatever happened to it on the way.</summary>
internal static class Oracles
{
    private static readonly string[] Rests = [RetentionAlarms.KindName, RepairAlarms.KindName, OperationAlarms.KindName];

    /// <summary>
    /// Waits until every run has ended, every message is gone, and no alarm is left but those that always are, and those of schedules
    /// whose next fire is to come.
    /// </summary>
    public static async Task RestAsync(World world, TimeSpan patience)
    {
        await world.UntilAsync(() => IsAtRest(world), patience);
    }

    /// <summary>Checks everything.</summary>
    /// <param name="world">At rest.</param>
    /// <param name="accepted">The runs that clients were told of.</param>
    public static void Check(World world, IEnumerable<string> accepted)
    {
        var findings = new List<string>(world.Watched.Findings);
        foreach (var partition in world.Memory.Partitions.Where(name => name.Length == 2))
        {
            Check(world.Memory.Rows(partition).ToDictionary(row => row.Key, StringComparer.Ordinal), findings);
            findings.AddRange(ScheduleWatch.Compare(world.Memory.Rows(partition)));
        }

        if (world.Watched.IsStrict)
        {
            findings.AddRange(FireOracle.Check(world));
        }

        foreach (var id in accepted)
        {
            if (!world.Watched.Runs.ContainsKey(Keys.Run(id)))
            {
                findings.Add($"run {id} was accepted and is not there");
            }
        }

        findings.AddRange(world.Journal.Executions
            .GroupBy(execution => (execution.Run, execution.Attempt))
            .Where(group => group.Count() > 1)
            .Select(group => $"attempt {group.Key} was executed {group.Count()} times"));
        if (findings.Count > 0)
        {
            Assert.Fail(string.Join('\n', findings) + "\n" + world);
        }
    }

    // Messages and tokens tell at a glance that there is work; looking at every run takes long.
    private static bool IsAtRest(World world) =>
        world.Memory.QueueNames.All(queue => world.Memory.FirstVisibleAt(queue) is null)
        && !world.Memory.Partitions.Any(
            partition => partition.Length == 2 && world.Memory.Rows(partition).Any(row => row.Key[0] is 'Q' or 'Y' or 'U'))
        && world.Memory.Partitions.Where(name => name.Length == 2).SelectMany(world.Memory.Rows).All(row => row.Key[0] switch
        {
            'A' =>
                Rests.Contains(AlarmKey.KindOf(row.Key)) || (ScheduleWatch.IsAlarm(row.Key) && AlarmKey.TimeOf(row.Key) > world.Time.Now),
            'S' => !IsWaiting(row),
            'O' => OperationRow.TryRead(Client.Tenant, row)?.Head.State != OperationState.Running,
            'R' => RunColumns.TryRead(row)?.State.IsTerminal() == true,
            _ => true,
        });

    /// <summary>Of mode delay, with a run under way.</summary>
    private static bool IsWaiting(Row schedule) => schedule.Columns.Text("state")!.Contains("\"waitsFor\":\"", StringComparison.Ordinal);

    private static void Check(Dictionary<string, Row> rows, List<string> findings)
    {
        foreach (var (key, row) in rows)
        {
            switch (key[0])
            {
                case 'R':
                    Check(rows, RunColumns.TryRead(row)!, row, findings);
                    break;
                case 'P' when !Keys.IsGateRow(key):
                    findings.Add($"{key} is a place of a group that was not given back");
                    break;
                case 'G' when !Keys.IsGateRow(key):
                    findings.Add($"{key} is a gate that nobody holds");
                    break;
                case 'T' or 'H' or 'D' or 'K' when !rows.ContainsKey(Keys.Run(RunOf(row))):
                    findings.Add($"{key} belongs to no run");
                    break;
            }
        }
    }

    private static void Check(Dictionary<string, Row> rows, RunRecord run, Row row, List<string> findings)
    {
        void Expect(bool holds, string what)
        {
            if (!holds)
            {
                findings.Add($"{run.Id} ({run.State} {run.Reason}): {what}");
            }
        }

        var spec = run.Spec;
        Expect(
            run.End is not null && row.Columns.Time(RunColumns.Ended) is not null && !row.Columns.Flag(RunColumns.Open),
            "its end is not complete");
        if (spec.JobId is not null)
        {
            Expect(!rows.ContainsKey(Keys.Open(spec.Tenant, spec.JobId, run.Id)), "is still among the unfinished ones of its job");
            Expect(
                rows.TryGetValue(Keys.Ended(spec.Tenant, spec.JobId, run.Id), out var ended)
                    && ended.Columns.Text(RunColumns.State) == run.State.ToString(),
                "is not among the ended ones of its job");
        }

        Expect(
            spec.KeyHash is null || rows.ContainsKey(Keys.IdempotencyKey(spec.Tenant, spec.JobId, spec.KeyHash)),
            "its idempotency key is gone");
        var letter = rows.ContainsKey(Keys.DeadLetter(spec.Tenant, DeadLetterId(run)));
        var kept = row.Columns.Time(RunColumns.KeepUntil) is null;
        Expect(!letter || run.State == RunState.Failed, "has a dead letter");
        Expect(run.State != RunState.Failed || letter == kept, "failed, and dead letter and time to keep do not agree");
        Fold(rows, run, Expect);
    }

    /// <summary>The log of attempts is complete, and what it adds up to is the run.</summary>
    private static void Fold(Dictionary<string, Row> rows, RunRecord run, Action<bool, string> expect)
    {
        var attempts = Enumerable.Range(1, run.Attempt)
            .Select(number => rows.GetValueOrDefault(Keys.Attempt(run.Id, number)) is { } row ? RunColumns.TryReadAttempt(row) : null)
            .ToList();
        expect(
            attempts.TrueForAll(attempt => attempt?.Outcome is not null && attempt.EndedAt >= attempt.StartedAt),
            $"of {run.Attempt} attempts some are missing or open");
        expect(!rows.ContainsKey(Keys.Attempt(run.Id, run.Attempt + 1)), "has an attempt that it does not count");
        expect(attempts.Count(attempt => attempt?.Outcome is AttemptOutcome.Failed or AttemptOutcome.TimedOut) is var failures
            && (failures == run.Failures), $"counts {run.Failures} failures, not {failures}");
        expect(attempts.Count(attempt => attempt?.Outcome is AttemptOutcome.Lost) == run.Lost, $"counts {run.Lost} lost attempts");
        expect(
            attempts.SkipLast(1).All(attempt => attempt?.Outcome is not (AttemptOutcome.Succeeded or AttemptOutcome.Canceled)),
            "went on after its end");
        expect(attempts.Count == 0 || run.Claim?.At == attempts[^1]?.StartedAt, "did not start when its last attempt did");
        var last = attempts.Count == 0 ? null : attempts[^1]?.Outcome;
        expect(
            run.State switch
            {
                RunState.Succeeded => last == AttemptOutcome.Succeeded,
                RunState.Failed => last is AttemptOutcome.Failed or AttemptOutcome.TimedOut or AttemptOutcome.Lost,
                _ => last != AttemptOutcome.Succeeded,
            },
            $"its last attempt ended {last}");
    }

    private static string DeadLetterId(RunRecord run) => run.End is null ? "-" : $"{RunId.InvertedTime(run.End.At)}-{run.Id}";

    private static string RunOf(Row row) => row.Key[0] switch
    {
        'T' => row.Key.Split('~')[1],
        'H' => row.Key.Split('~')[3],
        'D' => row.Columns.Text("run") ?? "",
        _ => row.Columns.Text(RunColumns.Record)!.Split('"').First(part => part.Length == 32 && part[2] == '-'),
    };
}
