using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// Writes values as fields of a dialect with as few quotes as possible: a value is quoted when it holds the delimiter, a quote or a line
/// end, or when it is empty, because an unquoted empty field is a null. Spaces at its ends are no reason.
/// </summary>
internal sealed class CsvFieldEncoder(CsvDialect dialect)
{
    private readonly SearchValues<byte> _special = SearchValues.Create(
        [(byte)dialect.Delimiter, dialect.Quote == '\0' ? (byte)'\n' : (byte)dialect.Quote, (byte)'\n', (byte)'\r']);

    private readonly ByteBuffer _scratch = new(256);

    /// <summary>No number needs quotes in this dialect.</summary>
    public bool LeavesNumbers { get; } = !"0123456789+-.ENaNinf"u8.ContainsAny((byte)dialect.Delimiter, (byte)dialect.Quote);

    /// <summary>The value cannot stand without quotes.</summary>
    public bool NeedsQuotes(ReadOnlySpan<byte> value) => value.IsEmpty || value.ContainsAny(_special);

    /// <summary>Appends a value that is not null.</summary>
    /// <param name="to">Receives the field.</param>
    /// <param name="value">Must not be a view of <paramref name="to"/>.</param>
    /// <param name="column">For messages.</param>
    /// <exception cref="CurateException">The value needs quotes and quoting is off.</exception>
    public void Append(ByteBuffer to, ReadOnlySpan<byte> value, string column)
    {
        if (NeedsQuotes(value))
        {
            AppendQuoted(to, value, column);
        }
        else
        {
            to.Append(value);
        }
    }

    /// <summary>Appends a value in quotes.</summary>
    /// <inheritdoc cref="Append"/>
    public void AppendQuoted(ByteBuffer to, ReadOnlySpan<byte> value, string column)
    {
        if (dialect.Quote == '\0')
        {
            FailOnQuoting(value, column);
        }

        byte quote = (byte)dialect.Quote;
        to.Append(quote);
        for (int at = value.IndexOf(quote); at >= 0; at = value.IndexOf(quote))
        {
            to.Append(value[..(at + 1)]);
            to.Append(quote);
            value = value[(at + 1)..];
        }

        to.Append(value);
        to.Append(quote);
    }

    /// <summary>Puts quotes around what was appended from <paramref name="start"/> on, where it needs them.</summary>
    public void Finish(ByteBuffer to, int start, string column)
    {
        if (NeedsQuotes(to.Written[start..]))
        {
            _scratch.Clear();
            _scratch.Append(to.Written[start..]);
            to.Truncate(start);
            AppendQuoted(to, _scratch.Written, column);
        }
    }

    [DoesNotReturn]
    private static void FailOnQuoting(ReadOnlySpan<byte> value, string column) => Fail.Usage(
        value.IsEmpty
            ? $"Column {column}: an empty text cannot be told from a missing value in output without quotes (--quote none)"
            : $"Column {column}: {Fail.Show(value)} holds the delimiter or a line end and cannot be written without quotes (--quote none)",
        "Leave out --quote none, or choose a --delimiter that no value holds.");
}
