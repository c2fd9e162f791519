namespace Curate.Cli.Reports.Profile;

/// <summary>How a profile is written.</summary>
internal enum ProfileFormat
{
    Text,
    Json,
    Markdown,
    Html,
}
