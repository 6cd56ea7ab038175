using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using JobScheduler.Operations;

namespace JobScheduler.Scenarios.Operations;

/// <summary>A kind of paged operation as an application adds it; two of six records at a step.</summary>
internal sealed class SweepOperation(Sweep sweep) : PagedOperation<SweepWork>(
    (JsonTypeInfo<SweepWork>)JsonSerializerOptions.Default.GetTypeInfo(typeof(SweepWork)))
{
    public const string Word = "sweep";
    public const int Records = 6;
    public const int PerPage = 2;

    public override string Kind => Word;

    public static OperationStart Start => new(Word, JsonSerializer.Serialize(new SweepWork { PerSecond = PerPage }));

    protected override async Task<Page<string>> ListAsync(OperationRecord operation, SweepWork work, PageRequest request)
    {
        await sweep.PassAsync(isTouching: false);
        var from = int.Parse(request.Continuation ?? "0", null);
        var to = from + request.Limit;
        await sweep.PassAsync(isTouching: false);
        return new Page<string>([.. Enumerable.Range(from, request.Limit).Select(number => $"{number}")], to < Records ? $"{to}" : null);
    }

    protected override async Task TouchAsync(OperationRecord operation, SweepWork work, string record)
    {
        await sweep.PassAsync(isTouching: true);
        sweep.Touched.Add(record);
        await sweep.PassAsync(isTouching: true);
    }
}

internal sealed record SweepWork : PagedWork;

/// <summary>Watches a sweep, and does something at one point of it.</summary>
/// <param name="point">Which; the first one is 1.</param>
/// <param name="happens">What happens there.</param>
internal sealed class Sweep(int point, Func<Task> happens)
{
    private int _passed;

    /// <summary>Records that were touched, in order; those of a step that was done again are there twice.</summary>
    public List<string> Touched { get; } = [];

    /// <summary>Whether the point was reached.</summary>
    public bool Happened => _passed >= point;

    /// <summary>Whether the point lay in a step that touches records.</summary>
    public bool WasTouching { get; private set; }

    /// <summary>How many records had been touched.</summary>
    public int TouchedBefore { get; private set; }

    public async Task PassAsync(bool isTouching)
    {
        if (++_passed == point)
        {
            WasTouching = isTouching;
            TouchedBefore = Touched.Count;
            await happens();
        }
    }
}
