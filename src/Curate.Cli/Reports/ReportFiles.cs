using System.Text;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Cli.Reports;

/// <summary>Writes the report in the format that the file name asks for.</summary>
internal static class ReportFiles
{
    /// <summary>Writes the report to a file that was opened before the run, so that a name that cannot be written stops the run first.</summary>
    public static void Write(RunReport report, HeldFile file, bool full)
    {
        string path = file.Name;
        byte[] bytes = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => JsonReport.Of(report),
            ".md" => Encoding.UTF8.GetBytes(MarkdownReport.Of(report)),
            ".html" or ".htm" => Encoding.UTF8.GetBytes(HtmlReport.Of(report)),
            ".txt" or "" => Encoding.UTF8.GetBytes(TextReport.Of(report, full)),
            _ => Unknown(path),
        };
        file.Stream.Write(bytes);
        file.Complete();
    }

    /// <summary>Refuses a name before anything is read.</summary>
    public static void Check(string path)
    {
        if (path == "-")
        {
            Fail.Usage("--report takes a file; the report goes to standard error in any case.", "For JSON in a pipe pass --report /dev/stdout, and write the data to a file.");
        }

        if (Path.GetExtension(path).ToLowerInvariant() is not (".json" or ".md" or ".html" or ".htm" or ".txt" or ""))
        {
            Unknown(path);
        }
    }

    private static byte[] Unknown(string path)
    {
        Fail.Usage($"--report takes a file that ends in .json, .md, .html or .txt, not {Fail.Show(path)}.");
        return [];
    }
}
