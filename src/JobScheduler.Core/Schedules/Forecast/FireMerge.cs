namespace JobScheduler.Schedules.Forecast;

/// <summary>Merges the fires of many schedules: computes those of the page and one more of each schedule, however many there are.</summary>
internal static class FireMerge
{
    /// <param name="cursors">Each at its first fire.</param>
    /// <param name="to">The first instant beyond.</param>
    /// <param name="most">How many fires at most.</param>
    /// <returns>The fires, and the position of the last one when more follow.</returns>
    public static (IReadOnlyList<UpcomingFire> Fires, FirePosition? Last) Take(IEnumerable<FireCursor> cursors, DateTimeOffset to, int most)
    {
        var queue = new PriorityQueue<FireCursor, FirePosition>(
            cursors.Where(cursor => cursor.Position!.At < to).Select(cursor => (cursor, cursor.Position!)));
        var fires = new List<UpcomingFire>();
        FirePosition? last = null;
        while (fires.Count < most && queue.TryDequeue(out var cursor, out var position))
        {
            fires.Add(cursor.Show());
            last = position;
            cursor.MoveNext();
            if (cursor.Position is { } next && next.At < to)
            {
                queue.Enqueue(cursor, next);
            }
        }

        return (fires, queue.Count > 0 ? last : null);
    }
}
