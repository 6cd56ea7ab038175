using System.Text.Json;
using JobScheduler.Schedules;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios.Fires;

/// <summary>
/// Looks at every commit that touches schedules: each row and its one alarm say the same, whatever happens in between. Keeps what changed
/// when, for the oracle of fires.
/// </summary>
internal sealed class ScheduleWatch(MemoryStorage memory, Action<bool, string> expect)
{
    private static readonly string[] Shared = ["definition", "inputBlob", "seed", "state", "pause", "tenant", "job", "schedule"];

    private readonly Dictionary<string, ScheduleHistory> _histories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _cursors = new(StringComparer.Ordinal);

    /// <summary>By the key of the row, without the partition: ids of tests are unique in a world.</summary>
    public IReadOnlyDictionary<string, ScheduleHistory> Histories => _histories;

    public void Look(string partition, IReadOnlyList<RowOperation> operations, DateTimeOffset now)
    {
        if (!operations.Any(operation => operation.Key[0] == 'S' || IsAlarm(operation.Key)))
        {
            return;
        }

        var rows = memory.Rows(partition);
        foreach (var operation in operations.Where(operation => operation.Key[0] == 'S'))
        {
            Keep(rows, operation.Key, now);
        }

        foreach (var finding in Compare(rows))
        {
            expect(false, finding);
        }
    }

    /// <summary>Each schedule names an alarm that is there and says the same; each alarm is named by its schedule.</summary>
    public static IEnumerable<string> Compare(IReadOnlyList<Row> rows)
    {
        var alarms = rows.Where(row => IsAlarm(row.Key)).ToDictionary(row => row.Key, StringComparer.Ordinal);
        foreach (var schedule in rows.Where(row => row.Key[0] == 'S'))
        {
            if (IsGoing(rows, schedule))
            {
                continue;
            }

            var key = schedule.Columns.Text("alarm") ?? "";
            if (key.Length == 0)
            {
                if (!HasNothingToCome(schedule))
                {
                    yield return $"{schedule.Key} has no alarm: {schedule.Columns.Text("state")} {schedule.Columns.Text("pause")}";
                }
            }
            else if (!alarms.Remove(key, out var alarm))
            {
                yield return $"{schedule.Key} has lost its alarm {key}";
            }
            else if (Shared.FirstOrDefault(name => (schedule.Columns.Text(name) ?? "") != (alarm.Columns.Text(name) ?? "")) is { } column)
            {
                yield return $"{schedule.Key} and its alarm {key} do not say the same: "
                    + $"{column} is {schedule.Columns.Text(column)} and {alarm.Columns.Text(column)}";
            }
        }

        foreach (var alarm in alarms.Values)
        {
            var going = rows.FirstOrDefault(
                row => row.Key == $"S~{alarm.Columns.Text("tenant")}~{alarm.Columns.Text("job")}~{alarm.Columns.Text("schedule")}");
            if (going is null || !IsGoing(rows, going))
            {
                yield return $"{alarm.Key} is the alarm of no schedule";
            }
        }
    }

    public static bool IsAlarm(string key) => AlarmKey.KindOf(key) is FireAlarms.Ahead or FireAlarms.WhenDue;

    private void Keep(IReadOnlyList<Row> rows, string key, DateTimeOffset now)
    {
        var history = _histories.TryGetValue(key, out var known) ? known : _histories[key] = new ScheduleHistory();
        var row = rows.FirstOrDefault(row => row.Key == key);
        if (row is null)
        {
            history.Changes.Add(new(now, null, false, null, _cursors.GetValueOrDefault(key)));
            history.Stamp = null;
            return;
        }

        using var state = JsonDocument.Parse(row.Columns.Text("state")!);
        var cursor = state.RootElement.GetProperty("cursor").GetDateTimeOffset();
        _cursors[key] = cursor;
        if (row.Columns.Text("stamp") == history.Stamp)
        {
            return;
        }

        var isNew = history.Stamp is null;
        history.Stamp = row.Columns.Text("stamp");
        var pause = row.Columns.Text("pause") is { Length: > 0 } text ? JsonDocument.Parse(text).RootElement : default(JsonElement?);
        var until = pause?.TryGetProperty("until", out var time) == true && time.ValueKind == JsonValueKind.String
            ? time.GetDateTimeOffset()
            : default(DateTimeOffset?);
        history.Changes.Add(
            new(isNew ? cursor : row.Columns.Time("updated")!.Value, row.Columns.Text("definition"), pause is not null, until, cursor));
    }

    /// <summary>Its job is deleted, and its row soon.</summary>
    private static bool IsGoing(IReadOnlyList<Row> rows, Row schedule)
    {
        var parts = schedule.Key.Split('~');
        return rows.FirstOrDefault(row => row.Key == $"J~{parts[1]}~{parts[2]}") is not { } job || job.Columns.Time("deleted") is not null;
    }

    /// <summary>Paused for good, waits for a run, or has no next time; and nothing of before is left to be accounted for.</summary>
    private static bool HasNothingToCome(Row schedule)
    {
        using var document = JsonDocument.Parse(schedule.Columns.Text("state")!);
        var state = document.RootElement;
        if (Has(state, "tails") || Has(state, "catchUp"))
        {
            return false;
        }

        if (schedule.Columns.Text("pause") is { Length: > 0 } pause)
        {
            using var paused = JsonDocument.Parse(pause);
            return !Has(paused.RootElement, "until");
        }

        if ((state.TryGetProperty("isWaiting", out var waits) && waits.GetBoolean())
            || StoredSpec.Of(schedule.Columns.Text("definition")!) is not { IsLimited: false } times)
        {
            return true;
        }

        var cursor = state.GetProperty("cursor").GetDateTimeOffset();
        return !times.Between(cursor, cursor.AddDays(32)).Any();
    }

    private static bool Has(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Null => false,
        _ => true,
    };
}
