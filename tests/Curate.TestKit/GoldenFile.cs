using System.Globalization;
using System.Text;
using Xunit.Sdk;

namespace Curate.TestKit;

/// <summary>Compares output with a committed file. <c>CURATE_ACCEPT=1</c> writes the file instead; the diff is then for a person to read.</summary>
public static class GoldenFile
{
    public const string Variable = "CURATE_ACCEPT";

    /// <summary>Fails with the first difference unless the bytes are those of the file.</summary>
    /// <param name="path">Absolute, or relative to the repository root with forward slashes.</param>
    /// <param name="actual">What the product wrote.</param>
    public static void Matches(string path, ReadOnlySpan<byte> actual) =>
        Matches(path, actual, Environment.GetEnvironmentVariable(Variable) == "1");

    /// <summary>Fails with the first difference unless the text is that of the file. Line ends CRLF in the text count as LF.</summary>
    public static void Matches(string path, string actual) =>
        Matches(path, Encoding.UTF8.GetBytes(actual.Replace("\r\n", "\n", StringComparison.Ordinal)));

    internal static void Matches(string path, ReadOnlySpan<byte> actual, bool accept)
    {
        string full = RepositoryRoot.Combine(path);
        if (accept)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(full, actual);
            return;
        }

        if (!File.Exists(full))
        {
            throw new XunitException($"The expected file {path} is not there. Run with {Variable}=1 to write it, then read it before committing.");
        }

        byte[] expected = File.ReadAllBytes(full);
        if (FirstDifference(expected, actual) is string difference)
        {
            throw new XunitException($"{path}: {difference}\nRun with {Variable}=1 to accept the new output.");
        }
    }

    /// <summary>Where and how two byte sequences first differ, or null when they are equal.</summary>
    public static string? FirstDifference(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        int at = expected.CommonPrefixLength(actual);
        if (at == expected.Length && at == actual.Length)
        {
            return null;
        }

        int line = 1 + expected[..at].Count((byte)'\n');
        return string.Create(CultureInfo.InvariantCulture,
            $"first difference at byte {at}, line {line} ({expected.Length} bytes expected, {actual.Length} found)\n  expected: {Around(expected, at)}\n  found:    {Around(actual, at)}");
    }

    private static string Around(ReadOnlySpan<byte> bytes, int at)
    {
        int lineStart = bytes[..at].LastIndexOf((byte)'\n') + 1;
        int start = Math.Max(lineStart, at - 60);
        int end = Math.Min(bytes.Length, at + 60);
        string text = System.Text.Json.JsonSerializer.Serialize(Encoding.UTF8.GetString(bytes[start..end]));
        return (start > lineStart ? "..." : "") + text + (end < bytes.Length ? "..." : " (end)");
    }
}
