namespace Curate.Core.Methods;

/// <summary>A file that an option names, read whole.</summary>
/// <param name="Name">Its name as given, for errors and reports.</param>
/// <param name="Content">Its bytes, decompressed.</param>
public sealed record OptionFile(string Name, ReadOnlyMemory<byte> Content);
