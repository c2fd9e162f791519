using Curate.Core.Data;

namespace Curate.Core.Dedupe.Lines;

/// <summary>The units of the texts of a batch, with their hashes. Very long texts are left to the fold, which reads them block by block.</summary>
internal sealed class CutPart
{
    /// <summary>Texts beyond this are not held as units: 24 bytes a unit would outgrow the text itself.</summary>
    public const int LongTextBytes = 8 * 1024 * 1024;

    private readonly UnitReader _reader;
    private TextPiece[] _pieces = new TextPiece[1024];
    private int[] _ends = [];
    private int _count;

    private CutPart(CutSetup setup) => _reader = setup.NewReader(hashes: true);

    public static CutPart Of(CutSetup setup, RecordBatch batch, CutPart? spent)
    {
        CutPart part = spent ?? new CutPart(setup);
        if (part._ends.Length < batch.Count)
        {
            part._ends = new int[Math.Max(batch.Count, batch.Capacity)];
        }

        part._count = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            ReadOnlySpan<byte> text = batch.Text(0)[row];
            if (text.Length <= LongTextBytes)
            {
                part.Read(text);
            }

            part._ends[row] = part._count;
        }

        return part;
    }

    /// <summary>The units of a row; none where the text is long.</summary>
    public ReadOnlySpan<TextPiece> this[int row]
    {
        get
        {
            int from = row == 0 ? 0 : _ends[row - 1];
            return _pieces.AsSpan(from, _ends[row] - from);
        }
    }

    private void Read(ReadOnlySpan<byte> text)
    {
        _reader.Open();
        while (true)
        {
            if (_pieces.Length - _count < 64)
            {
                Array.Resize(ref _pieces, _pieces.Length * 2);
            }

            int read = _reader.Read(text, _pieces.AsSpan(_count));
            if (read == 0)
            {
                return;
            }

            _count += read;
        }
    }
}
