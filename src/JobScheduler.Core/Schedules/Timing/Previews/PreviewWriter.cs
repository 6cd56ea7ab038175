namespace JobScheduler.Schedules.Timing.Previews;

/// <summary>Writes what a spec is going to do, and why, for people.</summary>
internal sealed class PreviewWriter(CompiledSpec spec)
{
    public const int MostFires = 1000;

    public const int MostSkipped = 1000;

    public FirePreview Write(long from, int count)
    {
        from = Math.Max(from, spec.Start);
        var fires = Fires(from, Math.Clamp(count, 0, MostFires));
        var last = fires is [.., var end] ? end : spec.End - 1;
        var skipped = new SkippedTimes(spec, from, last).Find();
        return new FirePreview(Describe(fires), [.. skipped.OrderBy(time => time.At).Take(MostSkipped).Select(time => time.Fire)]);
    }

    private List<long> Fires(long from, int count)
    {
        var fires = new List<long>();
        while (fires.Count < count && spec.Next(from) is { } next)
        {
            fires.Add(next);
            from = next + 1;
        }

        return fires;
    }

    private List<PreviewedFire> Describe(List<long> fires)
    {
        var described = new List<PreviewedFire>(fires.Count);
        foreach (var fire in fires)
        {
            var offset = spec.Zone.OffsetAt(fire);
            var notes = spec.Zoned is { } zoned ? new FireNotes(zoned, spec.Rules, spec.Cron!).Of(fire) : [];
            if (described.Count == 0 && spec.Cron is { RestrictsBothDays: true })
            {
                notes.Add("day of month and day of week are both restricted: both must match");
            }

            described.Add(new PreviewedFire(new DateTimeOffset(fire, TimeSpan.Zero), LocalText.WithOffset(fire + offset, offset), notes));
        }

        return described;
    }
}
