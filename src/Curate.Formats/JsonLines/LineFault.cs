using System.Globalization;
using Curate.Core.Errors;

namespace Curate.Formats.JsonLines;

/// <summary>What is wrong with a line.</summary>
/// <param name="Code">Kind of failure.</param>
/// <param name="At">Byte of the line at which it shows, or -1 where the line as a whole is meant.</param>
/// <param name="What">The fault and the expectation, as the middle of a sentence.</param>
/// <param name="Hint">Which option helps, or null for the usual one.</param>
internal sealed record LineFault(ErrorCode Code, int At, string What, string? Hint = null)
{
    /// <summary>What to do with a file that is one JSON array.</summary>
    public const string ArrayHint = "JSON Lines has one object per line and no brackets around them; convert the file first, for example with: jq -c '.[]' FILE > FILE.jsonl";

    /// <summary>What to do with objects that span lines.</summary>
    public const string PrettyHint =
        "JSON Lines has one object per line. If the file is pretty-printed, convert it first, for example with: jq -c . FILE > FILE.jsonl; "
        + "if it was cut short, fetch it again. Or pass --on-bad-row skip or quarantine=FILE.";

    /// <summary>The whole message. Columns count characters from 1.</summary>
    public string Message(string file, long number, ReadOnlySpan<byte> line)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{file}, line {number}");
        if (At >= 0)
        {
            int column = 1;
            foreach (byte b in line[..Math.Min(At, line.Length)])
            {
                // Bytes that continue a character do not count.
                column += (b & 0xC0) == 0x80 ? 0 : 1;
            }

            place = string.Create(CultureInfo.InvariantCulture, $"{place}, column {column}");
        }

        return Code == ErrorCodes.BadValue ? $"{place}: {What}" : $"{place}: {What}; the line starts with {Fail.Show(line)}.";
    }
}
