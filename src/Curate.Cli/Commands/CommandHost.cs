using System.Reflection;
using Curate.Formats.Files;

namespace Curate.Cli.Commands;

/// <summary>What a command sees of the process it runs in; tests give their own.</summary>
internal sealed record CommandHost
{
    public required TextWriter Error { get; init; }

    public required Func<Stream> OpenStandardInput { get; init; }

    public required Func<Stream> OpenStandardOutput { get; init; }

    public bool InputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Cells of a line of the terminal that standard output is, or null where it is none.</summary>
    public int? OutputWidth { get; init; }

    public CancellationToken Ct { get; init; }

    public static string Version { get; } = typeof(CommandHost).Assembly.GetName().Version is { } v ? $"{v.Major}.{v.Minor}.{v.Build}" : "0";

    /// <summary>The commit that the program was built from, in its first ten digits; empty where no repository was at hand.</summary>
    public static string Commit { get; } = CommitOf(typeof(CommandHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");

    /// <summary>Names this build: another one may decide differently.</summary>
    public static string Build { get; } = $"{typeof(CommandHost).Module.ModuleVersionId:N}{typeof(Core.Methods.MethodEntry).Module.ModuleVersionId:N}{typeof(StandardOutput).Module.ModuleVersionId:N}";

    /// <summary>Writes a report or a page of help to standard output.</summary>
    public void WriteOut(string text) => WriteOut(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a document to standard output.</summary>
    public void WriteOut(ReadOnlySpan<byte> document)
    {
        using StandardOutput output = StandardOutput.OfProcess(OpenStandardOutput);
        output.Stream.Write(document);
        output.Complete();
    }

    // The build appends the commit to the version: 0.1.0+0123456789abcdef...
    private static string CommitOf(string version)
    {
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? "" : version.Substring(plus + 1, Math.Min(10, version.Length - plus - 1));
    }
}
