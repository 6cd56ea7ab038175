using CsCheck;

namespace JobScheduler.Storage.Tests;

/// <summary>Random commits against a dictionary that says what they ought to do.</summary>
public abstract class ModelTests<TDriver> : DriverTests<TDriver>
    where TDriver : IDriver, new()
{
    private static readonly Gen<string> Keys = OneOf("a", "a~", "a~1", "a~1~x", "a-", "b", "b~1", "~");

    private static readonly Gen<Columns> AnyColumns = Gen.Select(OneOf("x", "y", "z"), Gen.Long, Gen.String)
        .Array[0, 3]
        .Select(cells =>
        {
            var columns = new Columns();
            foreach (var (name, number, text) in cells)
            {
                columns.Add(name, number % 2 == 0 ? (ColumnValue)number : text);
            }

            return columns;
        });

    // The version to expect: none, the current one, or one that the row had before.
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Enum<RowAction>(), Keys, AnyColumns, Gen.Int[0, 2], (action, key, columns, age) => new Step(action, key, columns, age));

    private int _samples;

    [Fact]
    public async Task Commits_do_what_a_dictionary_does() =>
        await Steps.Array[1, 6].Array[1, 8].SampleAsync(CheckAsync, iter: 150, threads: 1);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private async Task CheckAsync(Step[][] commits)
    {
        var partition = $"p{_samples++}";
        var model = new TableModel();
        foreach (var commit in commits)
        {
            var operations = commit.DistinctBy(step => step.Key).Select(model.Operation).ToList();
            var result = await Tables.CommitAsync(partition, operations, Cancellation);
            Assert.Equal(model.Expect(operations), result.Succeeded ? null : (result.FailedIndex, result.Failure));
            if (result.Succeeded)
            {
                model.Apply(operations, result.ETags);
            }

            Assert.Equal(model.Print(), await PrintAsync(partition));
        }
    }

    private async Task<string> PrintAsync(string partition)
    {
        var pages = await PagesAsync(new RowQuery(partition, "", "~~") { Limit = 3 });
        return TableModel.Print(pages.SelectMany(page => page.Rows));
    }
}
