using Curate.Core.Errors;

namespace Curate.Cli.Options;

/// <summary>The formats of the report of <c>check</c>.</summary>
internal static class CheckFormats
{
    public static IReadOnlyList<string> Names { get; } = ["text", "json", "md", "html", "junit", "sarif", "github", "gitlab"];

    /// <summary>The format that is named, or that the extension of the file means; text where there is no file.</summary>
    public static string Of(string? name, string? path)
    {
        if (name is not null)
        {
            return name;
        }

        string extension = Path.GetExtension(path ?? "").ToLowerInvariant();
        string format = extension switch
        {
            ".json" => "json",
            ".md" or ".markdown" => "md",
            ".html" or ".htm" => "html",
            ".xml" => "junit",
            ".sarif" => "sarif",
            ".txt" or "" => "text",
            _ => "",
        };
        if (!Names.Contains(format, StringComparer.Ordinal))
        {
            Fail.Usage($"The format of the report does not follow from the name {Fail.Show(path ?? "")}.", $"Name it .txt, .json, .md, .html, .xml or .sarif, pass --format, or write --report FORMAT=FILE with one of {string.Join(", ", Names)}.");
        }

        return format;
    }

    /// <summary>A value of <c>--report</c>: <c>FILE</c>, or <c>FORMAT=FILE</c>.</summary>
    public static (string Format, string Path) Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && Names.Contains(text[..equals], StringComparer.Ordinal) ? (text[..equals], text[(equals + 1)..]) : (Of(null, text), text);
    }
}
