using System.Text;
using System.Text.Json;
using CsCheck;
using JobScheduler.Api.Http;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Api.Tests.Http;

public sealed class BodyScanTests
{
    private static readonly Gen<string> Name = Gen.OneOf(
            "a", "b", "\\u0061", "\\u0062", "a\\u0062", "ab", "\\n", "", "é", "\\u00e9", "long-name")
        .Select(name => $"\"{name}\"");

    private static readonly Gen<string> Word = Gen.OneOf("1", "null", "true", "\"x\"", "\"a\"", "[]", "{}");

    [Fact]
    public void Check_any_value_finds_exactly_the_members_given_twice() => Values(4).Sample(json =>
    {
        var expected = new List<string>();
        using var document = JsonDocument.Parse(json);
        Find(document.RootElement, "", expected);

        Assert.Equal(expected.Order(StringComparer.Ordinal), ErrorsOf(json).Order(StringComparer.Ordinal));
    });

    [Theory]
    [InlineData("""{"a":1,"b":[{"a":1},{"a":1}],"c":{"a":{"a":1}}}""")]
    [InlineData("""{"a":{"x":1,"y":2},"b":{"x":1,"y":2}}""")]
    [InlineData("""["a","a"]""")]
    public void Check_same_names_in_different_objects_is_fine(string json) => Assert.Empty(ErrorsOf(json));

    [Fact]
    public void Check_many_members_finds_the_last_one_that_is_given_twice()
    {
        var members = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"m{i}\":{i}"));
        Assert.Empty(ErrorsOf($"{{{members}}}"));
        Assert.Equal(["m4711"], ErrorsOf($$"""{{{members}},"m\u00347\u0031\u0031":0}"""));
    }

    [Fact]
    public void Check_objects_after_a_large_one_are_not_taken_for_it()
    {
        var large = $"{{{string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"m{i}\":{i}"))}}}";
        Assert.Empty(ErrorsOf($"[{large},{large},{{\"m1\":1}},{large}]"));
    }

    [Fact]
    public void Check_more_members_given_twice_than_are_listed_says_how_many_there_are()
    {
        var json = $$"""{{{string.Join(',', Enumerable.Repeat("\"a\":1", 1001))}}}""";
        var refused = Assert.Throws<MalformedException>(() => Scan(json));
        Assert.Equal(ErrorList.Most, refused.Errors["a"].Count);
        Assert.Equal("a: is given more than once (and 999 more; only the first 100 are listed)", refused.Message);
    }

    [Theory]
    [InlineData("[1,2,3]", 5)]
    [InlineData("""{"a":[],"b":{}}""", 8)]
    [InlineData("7", 1)]
    public void Check_counts_names_values_and_ends(string json, int tokens)
    {
        Assert.Equal(tokens, Scan(json, tokens));
        Assert.Equal(413, Assert.Throws<ProblemException>(() => Scan(json, tokens - 1)).Kind.Status);
    }

    [Theory]
    [InlineData("""{"items":[1,2,3]}""", true)]
    [InlineData("""{"items":[1,2,3,4]}""", false)]
    [InlineData("""{"items":[[],{},[0],{"a":1}]}""", false)]
    [InlineData("""{"\u0069tems":[1,2,3,4]}""", false)]
    [InlineData("""{"items":[[1,2,3,4],{"items":[1,2,3,4]},3]}""", true)]
    [InlineData("""{"other":[1,2,3,4]}""", true)]
    [InlineData("[1,2,3,4]", true)]
    public void Check_top_level_items_are_counted(string json, bool fit)
    {
        var refused = Record.Exception(() => Scan(json, 1000, 3));
        Assert.Equal(fit, refused is null);
        Assert.True(fit || refused is RefusalException { Kind: RefusalKind.Invalid });
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,\"a\":2,")]
    [InlineData("{} {}")]
    [InlineData("/**/1")]
    public void Check_what_is_not_JSON_says_where(string json) =>
        Assert.Matches("is not valid JSON of at most 32 levels: line 1, byte [0-9]+", ErrorOf(json));

    [Fact]
    public void Check_gives_back_all_that_it_took()
    {
        var budget = new MemoryBudget(1024 * 1024 * 1024, new FakeTimeProvider());
        using (var lease = new MemoryLease(budget, MemoryRoom.Small))
        {
            var body = Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"m{i}\":{i}"))}}}");
            BodyScan.Check(body, body.Length, int.MaxValue, lease);
            Assert.Equal(0, budget.Taken);
            Assert.Throws<ProblemException>(() => BodyScan.Check(body, 1000, int.MaxValue, lease));
            Assert.Equal(0, budget.Taken);
        }
    }

    [Fact]
    public void Check_allocates_nothing_for_each_member()
    {
        var body = Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"\\u006d{i}\":[{i}]"))}}}");
        using var lease = new MemoryLease(new MemoryBudget(1024 * 1024 * 1024, new FakeTimeProvider()), MemoryRoom.Small);
        BodyScan.Check(body, body.Length, int.MaxValue, lease);
        var before = GC.GetAllocatedBytesForCurrentThread();
        BodyScan.Check(body, body.Length, int.MaxValue, lease);

        // The pool may have let go of the tables; two places for each member, in steps of twice the size.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 * 12 * 6);
    }

    [Theory]
    [InlineData("""{"NAME":[1MORE]}""", "1")]
    [InlineData("""{"NAME":[1MORE]}""", "{}")]
    [InlineData("""{"NAME":{"a":[1MORE]}}""", "[]")]
    [InlineData("""{"NAME":[{"NAME":[{"NAME":[1MORE]}MORE]}MORE]}""", "1")]
    [InlineData("""[{"NAME":[1MORE]}]""", "1")]
    [InlineData("""{"NAME":{"a":1MORE}}""", "\"a\":1")]
    [InlineData("""{"NAME":[{"NAME":{"a":1MORE}}]}""", "\"a\":1")]
    public void Check_long_name_above_many_values_is_not_read_for_each(string shape, string value)
    {
        const int Count = 2000;
        const int Longest = 50_000;
        var more = string.Concat(Enumerable.Repeat($",{value}", Count));
        var json = shape.Replace("MORE", more, StringComparison.Ordinal)
            .Replace("NAME", new string('n', Longest), StringComparison.Ordinal);
        Assert.NotNull(Record.Exception(() => Scan(json, 10)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = Record.Exception(() => Scan(json, items: 3));

        // Four times the body, of which the test itself makes one; each name once more would be 50,000 bytes for each of 2,000 values.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (4L * json.Length) + 100_000);
    }

    private static string ErrorOf(string json) => Assert.Throws<MalformedException>(() => Scan(json)).Errors["$"][0];

    private static IEnumerable<string> ErrorsOf(string json) => Record.Exception(() => Scan(json)) switch
    {
        null => [],
        MalformedException refused => refused.Errors.SelectMany(error => error.Value.Select(_ => error.Key)),
        var other => throw other,
    };

    private static int Scan(string json, int tokens = int.MaxValue, int items = int.MaxValue)
    {
        using var lease = new MemoryLease(new MemoryBudget(1024 * 1024 * 1024, new FakeTimeProvider()), MemoryRoom.Small);
        return BodyScan.Check(Encoding.UTF8.GetBytes(json), tokens, items, lease);
    }

    /// <summary>The paths of members given twice, as a document has them.</summary>
    private static void Find(JsonElement value, string path, List<string> found)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            for (var i = 0; i < value.GetArrayLength(); i++)
            {
                Find(value[i], $"{path}[{i}]", found);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            var members = value.EnumerateObject().Select(member => (member.Name, member.Value)).ToList();
            for (var i = 0; i < members.Count; i++)
            {
                var shown = new string([.. members[i].Name.Select(letter => char.IsControl(letter) ? '?' : letter)]);
                var inner = path.Length == 0 ? shown : $"{path}.{shown}";
                if (members.FindIndex(member => member.Name == members[i].Name) < i)
                {
                    found.Add(inner);
                }

                Find(members[i].Value, inner, found);
            }
        }
    }

    private static Gen<string> Values(int levels)
    {
        if (levels == 0)
        {
            return Word;
        }

        var inner = Values(levels - 1);
        var member = Gen.Select(Name, inner, (name, value) => $"{name}:{value}");
        return Gen.OneOf(
            Word,
            inner.Array[0, 4].Select(items => $"[{string.Join(',', items)}]"),
            member.Array[0, 4].Select(members => $"{{{string.Join(',', members)}}}"));
    }
}
