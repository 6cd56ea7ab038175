namespace JobScheduler.Runs;

/// <summary>Puts what attempts have written and what the scheduler tells into one order.</summary>
internal static class StoryPage
{
    /// <param name="run">The run, read before the rest.</param>
    /// <param name="attempts">Its attempts from that of the position on, read before the lines.</param>
    /// <param name="from">Where the reader is.</param>
    /// <param name="written">The lines from there on.</param>
    /// <param name="end">The byte after the last of them.</param>
    /// <param name="isAll">Whether these are all lines that there are; otherwise what comes after the last of them is not told yet.</param>
    public static LogPage Of(
        RunRecord run, IReadOnlyList<AttemptRecord> attempts, LogPosition from, IReadOnlyList<LogLine> written, long end, bool isAll)
    {
        if (from.Bytes >= LogPosition.LastByte)
        {
            (written, isAll) = ([], true);
        }

        var items = new List<LogLine>();
        var place = from.Place;
        using var lines = written.GetEnumerator();
        var hasLine = lines.MoveNext();
        var news = RunStory.Of(run, attempts)
            .SkipWhile(told => told.Place <= from.Place)
            .TakeWhile(told => told.Place <= LogPosition.LastPlace);
        foreach (var told in news)
        {
            for (; hasLine && RunStory.IsBefore(lines.Current, told); hasLine = lines.MoveNext())
            {
                items.Add(lines.Current);
            }

            if (!hasLine && !isAll)
            {
                break;
            }

            items.Add(told.Line);
            place = told.Place;
        }

        for (; hasLine; hasLine = lines.MoveNext())
        {
            items.Add(lines.Current);
        }

        place = isAll ? Math.Max(place, RunStory.LastOf(run)) : place;
        return new LogPage(items, new LogPosition(place, end).ToNumber(), run.State.IsTerminal() && isAll);
    }
}
