using System.Text.RegularExpressions;
using JobScheduler.TestKit;

namespace JobScheduler.Processes.Tests.Pages;

/// <summary>The fenced blocks of a page, in order.</summary>
internal sealed partial record Page(IReadOnlyList<Block> Blocks)
{
    /// <summary>What the page shows: blocks of JSON, each with the block right before it.</summary>
    public IEnumerable<(Block Of, Block Json)> Shown => Blocks.Index().Where(block => block.Item.Language == "json").Select(
        block => (block.Index > 0 ? Blocks[block.Index - 1] : block.Item, block.Item));

    /// <summary>Reads a page.</summary>
    /// <param name="path">In the repository, with slashes.</param>
    public static Page Read(string path)
    {
        var text = Repository.Read(path).ReplaceLineEndings("\n");
        return new Page([.. Fence().Matches(text).Select(fence => new Block(
            $"{path}:{text.AsSpan(0, fence.Index).Count('\n') + 1}", fence.Groups["language"].Value, fence.Groups["text"].Value))]);
    }

    [GeneratedRegex("^```(?<language>[^\\s`]*)[^\n]*\n(?<text>.*?)^``` *$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}

/// <summary>A fenced block.</summary>
/// <param name="Place">The page and the line, for messages.</param>
/// <param name="Language">Empty for none.</param>
/// <param name="Text">What is between the fences.</param>
internal sealed record Block(string Place, string Language, string Text)
{
    /// <summary>The text for other addresses than those that pages speak of.</summary>
    /// <param name="server">Of the scheduler.</param>
    /// <param name="port">A free one of this machine, for a server that the page itself starts.</param>
    public string For(Uri server, int port) => Text
        .Replace("http://127.0.0.1:8080", server.ToString().TrimEnd('/'), StringComparison.Ordinal)
        .Replace("http://localhost:9090", $"http://localhost:{port}", StringComparison.Ordinal);
}
