using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>One file format as <see cref="RecordFiles"/> knows it.</summary>
/// <param name="Name">What <c>--input-format</c> and <c>--output-format</c> call it.</param>
/// <param name="Extensions">Its extensions with dot, in lower case, the usual one first.</param>
/// <param name="OpenSource">Opens a file of the format; the source owns the input.</param>
/// <param name="OpenSink">A way to write the format; the sinks it opens own the output.</param>
public sealed record FormatEntry(
    string Name,
    IReadOnlyList<string> Extensions,
    Func<IByteInput, TextReadOptions, IFileSource> OpenSource,
    Func<IByteOutput, WriteOptions, IRecordSinkFormat> OpenSink);
