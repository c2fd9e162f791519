using Curate.Core.Data;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>Names of the model's enums as reports and JSON spell them.</summary>
internal static class ProfileWords
{
    public static string Of(SemanticType type) => type switch
    {
        SemanticType.Empty => "empty",
        SemanticType.Constant => "constant",
        SemanticType.Flag => "flag",
        SemanticType.Category => "category",
        SemanticType.Identifier => "identifier",
        SemanticType.FreeText => "free-text",
        SemanticType.Count => "count",
        SemanticType.Measure => "measure",
        SemanticType.Time => "time",
        SemanticType.Vector => "vector",
        SemanticType.Nested => "nested",
        _ => "binary",
    };

    public static string Of(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Error => "error",
        AlertSeverity.Warning => "warning",
        _ => "note",
    };

    /// <summary>A value or class as a report names it: the empty text is said, and one without letters or digits (<c>.</c>) stands in quotes.</summary>
    public static string Value(string value) => value.Length == 0 ? "(empty)" : value.Any(char.IsLetterOrDigit) ? value : $"'{value}'";

    public static string Of(ColumnKind kind) => ValueText.NameOf(kind);
}
