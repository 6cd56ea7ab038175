using JobScheduler.Runs;
using JobScheduler.Storage;

namespace JobScheduler.Core.Tests.Storage;

public sealed class ColumnsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{]")]
    [InlineData("7")]
    public void Json_that_is_missing_or_cannot_be_read_is_null(string? text) =>
        Assert.Null(new Columns { { "cancel", text } }.Json("cancel", CancelJson));

    [Fact]
    public void Json_that_was_written_is_read_and_members_of_newer_versions_are_ignored()
    {
        const string text = """{"at":"2026-03-01T12:00:00.000Z","by":"me","newer":[1]}""";

        var read = new Columns { { "cancel", text } }.Json("cancel", CancelJson);

        Assert.Equal(new RunCancel(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), "me"), read);
    }

    [Fact]
    public void Null_is_no_column_and_the_last_value_of_a_name_counts()
    {
        var columns = new Columns { { "a", "1" }, { "b", (string?)null }, { "a", "2" } };

        Assert.Equal(("2", null, 1), (columns.Text("a"), columns.Text("b"), columns.Count));
    }

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<RunCancel> CancelJson => RunJson.Default.RunCancel;
}
