using System.Globalization;
using System.Text;
using Xunit.Sdk;

namespace Curate.TestKit;

/// <summary>What a finished run of the command line tool left.</summary>
/// <param name="CommandLine">The arguments, for messages.</param>
/// <param name="ExitCode">The exit code; 128 + signal when a signal ended the process.</param>
/// <param name="Output">The bytes of standard output that were read.</param>
/// <param name="Error">Standard error as text.</param>
/// <param name="PeakBytes">The largest resident memory seen (Linux only). Sampled: growth in the last few milliseconds may be missed.</param>
/// <param name="Elapsed">Wall-clock time from start to exit.</param>
public sealed record CurateResult(string CommandLine, int ExitCode, byte[] Output, string Error, long? PeakBytes, TimeSpan Elapsed)
{
    /// <summary>Standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>Fails, showing standard error, unless the run ended with this exit code. Gives the result back for chaining.</summary>
    public CurateResult Expect(int exitCode)
    {
        if (ExitCode != exitCode)
        {
            throw new XunitException(string.Create(CultureInfo.InvariantCulture,
                $"curate {CommandLine}\nended with exit code {ExitCode}, not {exitCode}.\nstandard error:\n{Cut(Error)}\nstandard output:\n{Cut(Text)}"));
        }

        return this;
    }

    private static string Cut(string text) => text.Length <= 4000 ? text : text[..4000] + "...";
}
