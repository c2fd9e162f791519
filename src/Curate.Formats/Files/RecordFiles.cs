using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>The only place that maps a file to a format.</summary>
public static class RecordFiles
{
    private const int SniffBytes = 4096;

    /// <summary>What Parquet files begin with.</summary>
    internal static ReadOnlySpan<byte> ParquetMagic => "PAR1"u8;

    /// <summary>Opens one input: by the format given, else by extension (under <c>.gz</c> and <c>.zst</c>), else by its first bytes.</summary>
    /// <param name="input">The input; the source owns it, and it is disposed where opening fails.</param>
    /// <param name="inputFormat">Name of the format (<c>--input-format</c>), or null.</param>
    /// <param name="options">How text is read.</param>
    /// <param name="formats">The formats there are.</param>
    /// <exception cref="CurateException">It cannot be read, or its format cannot be told.</exception>
    public static IFileSource OpenFile(IByteInput input, string? inputFormat, TextReadOptions options, FormatList formats)
    {
        try
        {
            return FormatOf(input, inputFormat, formats).OpenSource(input, options);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>The format that <see cref="OpenFile"/> chooses.</summary>
    public static FormatEntry FormatOf(IByteInput input, string? inputFormat, FormatList formats) =>
        inputFormat is not null ? formats.Named(inputFormat) : formats.OfPath(input.Name) ?? Sniff(input, formats);

    /// <summary>The format that an output of a name is written in.</summary>
    /// <exception cref="CurateException">It cannot be told.</exception>
    public static FormatEntry OutputFormat(string name, string? outputFormat, string? fallback, FormatList formats)
    {
        if (outputFormat is not null)
        {
            return formats.Named(outputFormat);
        }

        return formats.OfPath(name) ?? (fallback is not null && Path.GetExtension(Compressions.Strip(name)).Length == 0
            ? formats.Named(fallback)
            : throw new CurateException(ErrorCodes.UnknownFormat, $"The extension of '{name}' names no known format.",
                $"Pass --output-format, or use one of {string.Join(' ', formats.Extensions)} (also with .gz or .zst)."));
    }

    private static FormatEntry Sniff(IByteInput input, FormatList formats)
    {
        ReadOnlySpan<byte> head = Head(input);
        if (head.StartsWith(ParquetMagic))
        {
            return formats.Named(FormatList.Parquet);
        }

        if (head.Contains((byte)0))
        {
            Fail.With(ErrorCodes.UnknownFormat, $"'{input.Name}' holds binary data, and its extension names no known format.",
                "Pass --input-format if it is text, and --encoding if it is UTF-16 without a byte order mark.");
        }

        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        return formats.Named(text.StartsWith("{"u8) || IsArrayOfObjects(text) ? FormatList.JsonLines : FormatList.Csv);
    }

    /// <summary>JSON Lines refuses a JSON array, but says what it is; as CSV it would be a puzzle of stray quotes.</summary>
    private static bool IsArrayOfObjects(ReadOnlySpan<byte> text) =>
        text.StartsWith("["u8) && text[1..].TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    private static byte[] Head(IByteInput input)
    {
        if (input is IPeekableInput peekable)
        {
            return peekable.Peek(SniffBytes);
        }

        if (!input.CanReopen)
        {
            return [];
        }

        using Stream text = input.Open();
        return FileInput.ReadHead(text, SniffBytes);
    }
}
