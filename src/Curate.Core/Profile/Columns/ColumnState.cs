using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>
/// One column of a profile. As long as its values are few it is a table of values and counts, from which everything else is told at the end; once they are too
/// many (which depends on the set of values alone) it turns into <see cref="ColumnParts"/>.
/// </summary>
/// <remarks>Memory: what the values need up to the limits of <see cref="ProfileLimits"/>, then 4 or 16 KiB of registers, up to 64 bytes per kept hash and half a KiB per
/// octave of numbers.</remarks>
internal sealed class ColumnState : IMergeable<ColumnState>
{
    private readonly ProfileLimits _limits;
    private ColumnParts? _parts;

    /// <param name="field">Name and, where it is declared, kind.</param>
    /// <param name="rawKind">In which kind columns without a declared one are read.</param>
    /// <param name="limits">Sizes.</param>
    public ColumnState(Field field, ColumnKind rawKind, ProfileLimits limits)
    {
        _limits = limits;
        Field = field;
        RawKind = rawKind;
        Form = ValueBlock.FormOf(field.Kind ?? rawKind);
        Values = new ValueTable(limits.Values, limits.ValueBytes);
    }

    public Field Field { get; }

    public ColumnKind RawKind { get; }

    public ValueForm Form { get; }

    public long Rows { get; private set; }

    public long Nulls { get; private set; }

    /// <summary>Every value with its count, or null once they are too many.</summary>
    public ValueTable? Values { get; private set; }

    /// <summary>Adds the values of a block and the nulls between them.</summary>
    public void Add(ValueBlock block, int rows)
    {
        Rows += rows;
        Nulls += rows - block.Count;
        int i = 0;
        if (Values is { } values)
        {
            i = values.AddRun(block.Hashes, block.Bytes, block.Starts, block.Lengths);
            if (i == block.Count)
            {
                return;
            }

            _parts = Told(values);
            Values = null;
        }

        _parts!.Add(block, i);
    }

    /// <summary>Adds a value several times.</summary>
    public void Add(ulong hash, ReadOnlySpan<byte> value, long times)
    {
        Rows += times;
        if (Values is { } values)
        {
            if (values.TryAdd(hash, value, times))
            {
                return;
            }

            _parts = Told(values);
            Values = null;
        }

        _parts!.Add(hash, value, times);
    }

    /// <summary>Adds rows without a value.</summary>
    public void AddNulls(long rows)
    {
        Rows += rows;
        Nulls += rows;
    }

    /// <summary>The parts as they are, or as the table of values tells them.</summary>
    public ColumnParts Parts() => _parts ?? Told(Values!);

    /// <summary>The narrowest kind that every value has; the declared one where there is one.</summary>
    public ColumnKind Kind(ColumnParts parts) =>
        Field.Kind ?? ColumnEvidence.KindOf(parts.Seen, parts.LeastDimension != parts.MostDimension, RawKind == ColumnKind.Json);

    /// <inheritdoc/>
    public void Merge(ColumnState later)
    {
        Rows += later.Rows;
        Nulls += later.Nulls;
        if (Values is { } mine && later.Values is { } theirs)
        {
            for (int e = 0; e < theirs.Count; e++)
            {
                if (!mine.TryAdd(theirs.Hash(e), theirs[e], theirs.Rows(e)))
                {
                    _parts = Told(mine);
                    Values = null;
                    Tell(theirs, e, _parts);
                    break;
                }
            }

            return;
        }

        _parts ??= Told(Values!);
        Values = null;
        if (later.Values is { } few)
        {
            Tell(few, 0, _parts);
        }
        else
        {
            _parts.Merge(later._parts!);
        }
    }

    public void Save(BinaryWriter to)
    {
        to.Write(Rows);
        to.Write(Nulls);
        to.Write(Values is not null);
        if (Values is not null)
        {
            Values.Save(to);
        }
        else
        {
            _parts!.Save(to);
        }
    }

    public static ColumnState Load(BinaryReader from, Field field, ColumnKind rawKind, ProfileLimits limits)
    {
        var loaded = new ColumnState(field, rawKind, limits)
        {
            Rows = StateBytes.Rows(from, "a number of rows"),
            Nulls = StateBytes.Rows(from, "a number of nulls"),
        };
        StateBytes.Demand(loaded.Nulls <= loaded.Rows, "a number of nulls");
        if (from.ReadBoolean())
        {
            loaded.Values = ValueTable.Load(from, limits.Values, limits.ValueBytes, static value => Hash64.Of(value));
            long total = 0;
            for (int e = 0; e < loaded.Values.Count; e++)
            {
                StateBytes.Demand(IsWellFormed(loaded.Form, loaded.Values[e].Length), "the length of a value");
                total += loaded.Values.Rows(e);
            }

            StateBytes.Demand(total == loaded.Rows - loaded.Nulls, "a number of values");
        }
        else
        {
            loaded.Values = null;
            loaded._parts = ColumnParts.Load(from, loaded.Form, limits);
        }

        return loaded;
    }

    /// <summary>Whether a value of a form can have so many bytes.</summary>
    internal static bool IsWellFormed(ValueForm form, int length) => form switch
    {
        ValueForm.Whole or ValueForm.Number or ValueForm.Moment => length == 8,
        ValueForm.Vector => length % 4 == 0,
        _ => true,
    };

    private ColumnParts Told(ValueTable values)
    {
        var parts = new ColumnParts(Form, _limits);
        Tell(values, 0, parts);
        return parts;
    }

    private static void Tell(ValueTable values, int from, ColumnParts parts)
    {
        for (int e = from; e < values.Count; e++)
        {
            parts.Add(values.Hash(e), values[e], values.Rows(e));
        }
    }
}
