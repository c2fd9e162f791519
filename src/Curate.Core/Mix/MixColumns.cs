using Curate.Core.Data;

namespace Curate.Core.Mix;

/// <summary>The columns that a mixture adds to its rows: where a row comes from, and the phase it belongs to.</summary>
internal sealed class MixColumns
{
    private readonly bool _origin;
    private readonly bool _phase;
    private readonly byte[][] _names;
    private readonly byte[][] _phases;

    /// <param name="origin">Columns source, row and epoch.</param>
    /// <param name="phase">A column phase.</param>
    /// <param name="sources">Names of the sources.</param>
    /// <param name="phases">Names of the phases.</param>
    public MixColumns(bool origin, bool phase, IEnumerable<string> sources, IEnumerable<string> phases)
    {
        _origin = origin;
        _phase = phase;
        _names = [.. sources.Select(System.Text.Encoding.UTF8.GetBytes)];
        _phases = [.. phases.Select(System.Text.Encoding.UTF8.GetBytes)];
        Fields =
        [
            .. origin ? (Field[])[new("source", ColumnKind.Text), new("row", ColumnKind.Whole), new("epoch", ColumnKind.Whole)] : [],
            .. phase ? (Field[])[new("phase", ColumnKind.Text)] : [],
        ];
    }

    public IReadOnlyList<Field> Fields { get; }

    /// <summary>Empty columns for <see cref="Append"/>.</summary>
    public Column[] Create() => [.. Fields.Select(static f => Column.Create(f.Kind!.Value))];

    /// <summary>Appends the values of one row.</summary>
    public void Append(Column[] to, int source, long row, long epoch, int phase)
    {
        if (_origin)
        {
            ((TextColumn)to[0]).Append(_names[source]);
            ((WholeColumn)to[1]).Append(row);
            ((WholeColumn)to[2]).Append(epoch);
        }

        if (_phase)
        {
            ((TextColumn)to[^1]).Append(_phases[phase]);
        }
    }
}
