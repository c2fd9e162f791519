using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>What a profile keeps of the vectors of a column: norms, zero vectors, vectors that are not finite.</summary>
internal sealed class VectorState : IMergeable<VectorState>
{
    /// <summary>Euclidean lengths of the finite vectors.</summary>
    public NumericState Norms { get; private set; } = new();

    public long Count { get; private set; }

    public long Zero { get; private set; }

    public long NonFinite { get; private set; }

    /// <summary>Adds a JSON array of numbers, as <see cref="Data.LexicalScan"/> accepted it.</summary>
    public void AddText(ReadOnlySpan<byte> json, long times)
    {
        double squares = 0;
        for (int at = 1; Next(json, ref at, out double value);)
        {
            squares += value * value;
        }

        AddNorm(squares, times);
    }

    /// <summary>The first numbers of a vector, NaN where it has fewer.</summary>
    public static void Components(ValueForm form, ReadOnlySpan<byte> vector, Span<double> into)
    {
        into.Fill(double.NaN);
        int at = 1;
        for (int i = 0; i < into.Length; i++)
        {
            if (form == ValueForm.Vector && (4 * i) + 4 <= vector.Length)
            {
                into[i] = BinaryPrimitives.ReadSingleLittleEndian(vector[(4 * i)..]);
            }
            else if (form != ValueForm.Vector && !vector.IsEmpty && Next(vector, ref at, out double value))
            {
                into[i] = double.IsFinite(value) ? value : double.NaN;
            }
        }
    }

    /// <summary>Adds 32-bit floats, little endian.</summary>
    public void AddFloats(ReadOnlySpan<byte> floats, long times)
    {
        double squares = 0;
        for (int i = 0; i < floats.Length; i += 4)
        {
            double value = BinaryPrimitives.ReadSingleLittleEndian(floats[i..]);
            squares += value * value;
        }

        AddNorm(squares, times);
    }

    /// <summary>The number at a place of a JSON array, and the place of the next.</summary>
    private static bool Next(ReadOnlySpan<byte> json, ref int at, out double value)
    {
        value = 0;
        if (at >= json.Length - 1)
        {
            return false;
        }

        int start = at;
        while (at < json.Length && json[at] is not ((byte)',' or (byte)']'))
        {
            at++;
        }

        value = Component(json[start..at]);
        at++;
        return true;
    }

    /// <summary>One number of a JSON array, spaces around it allowed.</summary>
    private static double Component(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            return 0;
        }

        if (PlainNumber.TryParse(ref Unsafe.AsRef(in text[0]), text.Length, out ulong mantissa, out int scale, out bool negative) && mantissa <= PlainNumber.MostExact)
        {
            return PlainNumber.Exact(mantissa, scale, negative);
        }

        return Utf8Parser.TryParse(text, out double parsed, out _) ? parsed : double.NaN;
    }

    /// <inheritdoc/>
    public void Merge(VectorState later)
    {
        Norms.Merge(later.Norms);
        Count += later.Count;
        Zero += later.Zero;
        NonFinite += later.NonFinite;
    }

    public void Save(BinaryWriter to)
    {
        Norms.Save(to);
        to.Write(Count);
        to.Write(Zero);
        to.Write(NonFinite);
    }

    public static VectorState Load(BinaryReader from) => new()
    {
        Norms = NumericState.Load(from),
        Count = StateBytes.Rows(from, "a count of vectors"),
        Zero = StateBytes.Rows(from, "a count of zero vectors"),
        NonFinite = StateBytes.Rows(from, "a count of vectors that are not finite"),
    };

    private void AddNorm(double squares, long times)
    {
        Count += times;
        Zero += squares == 0 ? times : 0;
        if (double.IsFinite(squares))
        {
            Norms.AddBinary(Math.Sqrt(squares), times);
        }
        else
        {
            NonFinite += times;
        }
    }
}
