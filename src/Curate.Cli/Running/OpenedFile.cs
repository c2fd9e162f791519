using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>An input as it was named, and the file behind it where there is one.</summary>
internal sealed record OpenedFile(InputPath Path, FileInput? File);
