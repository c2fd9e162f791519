using System.Text;
using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>The first line of a CSV output.</summary>
internal static class CsvHeaderText
{
    /// <summary>
    /// The names of all columns, with the line end; nothing where the dialect has no header. The header of the file that rows are copied from stays as it is
    /// written there, where it names the same columns.
    /// </summary>
    public static byte[] Of(CsvDialect dialect, SinkShape shape)
    {
        if (!dialect.HasHeader)
        {
            return [];
        }

        var line = new ByteBuffer();
        var encoder = new CsvFieldEncoder(dialect);
        TableSchema schema = shape.Schema;
        int own = schema.Count - shape.Added.Count;
        int written = 0;
        if (shape.Layout is CsvLayout { RawHeader.Length: > 0 } copied && copied.Names.Count == own)
        {
            while (written < own && copied.Names[written] == schema[written].Name)
            {
                written++;
            }

            written = written == own ? written : 0;
            line.Append(written == 0 ? default : copied.RawHeader.Span);
        }

        for (int i = written; i < schema.Count; i++)
        {
            if (i > 0)
            {
                line.Append((byte)dialect.Delimiter);
            }

            encoder.Append(line, Encoding.UTF8.GetBytes(schema[i].Name), schema[i].Name);
        }

        line.Append(dialect.Terminator());
        return line.Written.ToArray();
    }
}
