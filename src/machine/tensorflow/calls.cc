// How Node's own thread is inside TensorFlow. The linker puts these functions in the place of
// TensorFlow's (`--wrap`): each sets the thread up, and calls what it stands for.
#include <signal.h>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"
#include "tsl/platform/denormal.h"

namespace {

// oneDNN's matrix products keep their stack pointer in a work space that leaves no room for a signal's
// frame: one that came then would be written over other memory. So signals go to Node's other threads
// or wait, and TensorFlow's threads, which are made in here, never get one.
class NoSignals {
 public:
  NoSignals() {
    sigset_t others;
    sigfillset(&others);
    for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT}) sigdelset(&others, fault);
    // On Linux that of the calling thread; `pthread_sigmask` asks for a newer C library.
    sigprocmask(SIG_BLOCK, &others, &before_);
  }
  ~NoSignals() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

// Numbers too small for full precision count as zero, as on TensorFlow's own threads: Adam's averages
// for pixels that are seldom anything but black are such numbers, and each costs as much as a hundred
// others. JavaScript's own stay what they are.
class Inside {
  NoSignals signals_;
  tsl::port::ScopedFlushDenormal flush_;
};

}  // namespace

extern "C" {

decltype(TFE_NewContext) __real_TFE_NewContext;
decltype(TFE_Execute) __real_TFE_Execute;
decltype(TFE_TensorHandleResolve) __real_TFE_TensorHandleResolve;
decltype(TFE_TensorHandleCopyToDevice) __real_TFE_TensorHandleCopyToDevice;
decltype(TF_NewGraph) __real_TF_NewGraph;
decltype(TF_LoadSessionFromSavedModel) __real_TF_LoadSessionFromSavedModel;
decltype(TF_SessionRun) __real_TF_SessionRun;

TFE_Context* __wrap_TFE_NewContext(const TFE_ContextOptions* opts, TF_Status* status) {
  Inside inside;
  return __real_TFE_NewContext(opts, status);
}

void __wrap_TFE_Execute(TFE_Op* op, TFE_TensorHandle** retvals, int* num_retvals,
                        TF_Status* status) {
  Inside inside;
  __real_TFE_Execute(op, retvals, num_retvals, status);
}

TF_Tensor* __wrap_TFE_TensorHandleResolve(TFE_TensorHandle* h, TF_Status* status) {
  Inside inside;
  return __real_TFE_TensorHandleResolve(h, status);
}

TFE_TensorHandle* __wrap_TFE_TensorHandleCopyToDevice(TFE_TensorHandle* h, TFE_Context* ctx,
                                                      const char* device_name,
                                                      TF_Status* status) {
  Inside inside;
  return __real_TFE_TensorHandleCopyToDevice(h, ctx, device_name, status);
}

TF_Graph* __wrap_TF_NewGraph() {
  Inside inside;
  return __real_TF_NewGraph();
}

TF_Session* __wrap_TF_LoadSessionFromSavedModel(const TF_SessionOptions* session_options,
                                                const TF_Buffer* run_options,
                                                const char* export_dir, const char* const* tags,
                                                int tags_len, TF_Graph* graph,
                                                TF_Buffer* meta_graph_def, TF_Status* status) {
  Inside inside;
  return __real_TF_LoadSessionFromSavedModel(session_options, run_options, export_dir, tags,
                                             tags_len, graph, meta_graph_def, status);
}

void __wrap_TF_SessionRun(TF_Session* session, const TF_Buffer* run_options,
                          const TF_Output* inputs, TF_Tensor* const* input_values, int ninputs,
                          const TF_Output* outputs, TF_Tensor** output_values, int noutputs,
                          const TF_Operation* const* target_opers, int ntargets,
                          TF_Buffer* run_metadata, TF_Status* status) {
  Inside inside;
  __real_TF_SessionRun(session, run_options, inputs, input_values, ninputs, outputs, output_values,
                       noutputs, target_opers, ntargets, run_metadata, status);
}

}  // extern "C"
