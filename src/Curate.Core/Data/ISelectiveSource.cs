namespace Curate.Core.Data;

/// <summary>A source whose readers can leave out rows before anything of them is decoded or copied. It has no added columns.</summary>
public interface ISelectiveSource : IRecordSource
{
    /// <summary>Begins a pass over chosen rows.</summary>
    /// <param name="request">Columns and payload; a range or a condition in it is not looked at.</param>
    ISelectiveReader OpenSelective(ReadRequest request);
}
