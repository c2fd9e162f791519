using Curate.Core.Errors;
using Curate.Formats.Files;
using Curate.Parquet.Input;
using FileInput = Curate.Formats.Files.FileInput;

namespace Curate.Formats.Parquet;

/// <summary>Finds the way to read any place of an input: files as they are, pipes from where they are spooled.</summary>
internal static class ParquetInputs
{
    /// <exception cref="CurateException">The input is compressed as a whole, or is a pipe without scratch space.</exception>
    public static IParquetInput Open(IByteInput input)
    {
        if (Compressions.OfName(input.Name) != Compression.None || input is FileInput { Compression: not Compression.None })
        {
            RefuseCompression(input.Name);
        }

        try
        {
            return new GuardedInput(input switch
            {
                FileInput { CanReopen: true } file => new global::Curate.Parquet.Input.FileInput(file.Unchanged()),
                SpooledInput spooled => new StreamInput(spooled.OpenAnywhere()),
                _ => new StreamInput(Seekable(input)),
            }, input.Name);
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw FileFailures.CannotRead(input.Name, failure);
        }
    }

    /// <summary>A whole file under gzip or Zstandard cannot be read at any place.</summary>
    public static void RefuseCompression(string name) =>
        Fail.With(ErrorCodes.UnknownFormat, $"'{name}' is Parquet inside another compression, and Parquet compresses its own pages.",
            "Decompress the file first; for output leave .gz or .zst away and pass --parquet-compression.");

    private static Stream Seekable(IByteInput input)
    {
        Stream stream = input.Open();
        if (!stream.CanSeek)
        {
            stream.Dispose();
            Fail.With(ErrorCodes.BadOrder, $"'{input.Name}' can be read only from start to end, and the end of a Parquet file comes first.", ErrorCodes.BadOrder.Remedy);
        }

        return stream;
    }
}
