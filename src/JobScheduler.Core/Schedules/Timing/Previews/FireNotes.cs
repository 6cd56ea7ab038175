using JobScheduler.Schedules.Timing.Days;
using JobScheduler.Schedules.Timing.Zones;

namespace JobScheduler.Schedules.Timing.Previews;

/// <summary>Which wall-clock times a fire of a cron expression stands for, and what was done to them.</summary>
internal sealed class FireNotes(ZonedTimes zoned, DayRules rules, IWallClockTimes cron)
{
    /// <summary>The most times in one gap that are counted: each second of an hour, and some more.</summary>
    private const int MostInGap = 4000;

    public List<string> Of(long fire)
    {
        var segment = zoned.Zone.At(fire);
        var local = fire + segment.Offset;
        var before = segment.HasStart ? zoned.Zone.OffsetAt(segment.Start - 1) : segment.Offset;
        var regular = IsTime(local) && (local >= segment.Start + before || zoned.TakesSecond);
        var notes = new List<string>();
        if (before < segment.Offset)
        {
            AddGap(notes, segment, before, fire, regular);
        }

        if (regular)
        {
            AddOverlap(notes, segment, before, local);
            AddMoves(notes, local);
        }

        return notes;
    }

    private void AddGap(List<string> notes, ZoneSegment segment, long before, long fire, bool regular)
    {
        var (begin, end) = (segment.Start + before, segment.Start + segment.Offset);
        var local = fire + segment.Offset;
        var together = regular ? $", one run with that of {LocalText.Time(local)}" : "";
        if (zoned.Gap == GapRule.Shift && fire + before < end && IsTime(fire + before))
        {
            notes.Add($"dst gap: {Missing(fire + before)}, runs at {LocalText.TimeSeenFrom(fire + before, local)}{together}");
            AddMoves(notes, fire + before);
        }

        if (zoned.Gap != GapRule.NextValid || fire != segment.Start || NextTime(begin) is not { } first || first >= end)
        {
            return;
        }

        var (last, count) = (first, 1);
        while (count < MostInGap && NextTime(last + 1) is { } time && time < end)
        {
            (last, count) = (time, count + 1);
        }

        var missing = count switch
        {
            1 => $"{Missing(first)}, runs",
            MostInGap => $"{count} or more times from {LocalText.Time(first)} on do not exist on {LocalText.Date(first)}, run once",
            _ => $"{LocalText.Time(first)} to {LocalText.Time(last)} do not exist on {LocalText.Date(first)} ({count} times), run once",
        };
        notes.Add($"dst gap: {missing} at {LocalText.TimeSeenFrom(first, local)}{together}");
        AddMoves(notes, first);
    }

    private void AddOverlap(List<string> notes, ZoneSegment segment, long before, long local)
    {
        if (local < segment.Start + before)
        {
            notes.Add($"dst overlap: {LocalText.Time(local)} happens twice, this is the second");
        }
        else if (segment.HasEnd && local >= segment.End + zoned.Zone.OffsetAt(segment.End))
        {
            notes.Add($"dst overlap: {LocalText.Time(local)} happens twice, this is the first");
        }
    }

    private void AddMoves(List<string> notes, long local)
    {
        if (!rules.Moves)
        {
            return;
        }

        var (day, time) = ((int)(local / TimeSpan.TicksPerDay), local % TimeSpan.TicksPerDay);
        var sources = rules.SourcesOf(day)
            .Where(source => (source.Day * TimeSpan.TicksPerDay) + time is var own && cron.Next(own, new SearchBudget()) == own)
            .OrderBy(source => source.Day)
            .ToList();
        var together = sources.Exists(source => source.Calendar is null) ? $", one run with that of {LocalText.Day(day)} itself" : "";
        notes.AddRange(sources.Where(source => source.Calendar is not null)
            .Select(source => $"moved by calendar '{source.Calendar!.Id}' from {LocalText.Day(source.Day)}{together}"));
    }

    internal static string Missing(long local) => $"{LocalText.Time(local)} does not exist on {LocalText.Date(local)}";

    private bool IsTime(long local) => NextTime(local) == local;

    private long? NextTime(long local) => zoned.Times.Next(local, new SearchBudget());
}
