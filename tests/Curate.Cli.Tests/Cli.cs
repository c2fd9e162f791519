using System.Text;
using System.Text.Json;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>Runs the tool inside a scratch folder and checks what every run has to keep.</summary>
internal static class Cli
{
    /// <summary>No run of these tests may hold more than this.</summary>
    public const long MostBytes = 250L << 20;

    public static CurateResult Run(ScratchFolder folder, params string[] arguments) => Piped(folder, "", arguments);

    /// <summary>Runs with a text on standard input.</summary>
    public static CurateResult Piped(ScratchFolder folder, string input, params string[] arguments) => CurateProcess.Run(Call(folder, arguments) with { Input = Encoding.UTF8.GetBytes(input) });

    public static CurateCall Call(ScratchFolder folder, params string[] arguments) =>
        new() { Arguments = arguments, WorkingDirectory = folder.Root, Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>A run that must end with 0; what it wrote to standard output.</summary>
    public static string Text(ScratchFolder folder, params string[] arguments) => Run(folder, arguments).Expect(0).Text;

    /// <summary>A run that must fail: with this exit code, every word on standard error, nothing on standard output, no file left, no stack trace.</summary>
    public static CurateResult Fails(ScratchFolder folder, int exitCode, string[] says, params string[] arguments)
    {
        IReadOnlyList<string> before = folder.Files();
        CurateResult result = Run(folder, arguments).Expect(exitCode);
        AssertTold(result, says);
        Assert.Equal("", result.Text);
        Assert.Equal(before, folder.Files());
        return result;
    }

    /// <summary>The message holds the words and no stack trace.</summary>
    public static void AssertTold(CurateResult result, params string[] says)
    {
        foreach (string word in says)
        {
            Assert.Contains(word, result.Error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
    }

    public static void AssertBounded(CurateResult result, long mostBytes = MostBytes)
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.NotNull(result.PeakBytes);
            Assert.InRange(result.PeakBytes.Value, 1, mostBytes);
        }
    }

    public static JsonElement Json(ScratchFolder folder, string name)
    {
        using JsonDocument document = JsonDocument.Parse(folder.Bytes(name));
        return document.RootElement.Clone();
    }

    /// <summary>The lines of a text file without the last, empty one.</summary>
    public static string[] Lines(ScratchFolder folder, string name) => Lines(folder.Text(name));

    public static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    /// <summary>How often each value of a CSV column without quotes occurs.</summary>
    public static Dictionary<string, int> Counts(string csv, string column)
    {
        string[] lines = Lines(csv);
        int index = Array.IndexOf(lines[0].Split(','), column);
        Assert.True(index >= 0, $"no column {column} in {lines[0]}");
        return lines.Skip(1).GroupBy(line => line.Split(',')[index]).ToDictionary(g => g.Key, g => g.Count());
    }
}
